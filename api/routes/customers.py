"""Customers: pseudonyms, journeys, erasure."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import Admin, Pseudonym, Reader, TheHouse
from api.openapi import problems
from api.schemas.customers import ErasureOut, JourneyOut, LookupIn, LookupOut

router = APIRouter(prefix="/v1/customers", tags=["Customers"])


@router.post("/lookup", operation_id="lookupCustomer", summary="A customer's pseudonym", responses=problems())
def lookup_customer(body: LookupIn, access: Reader, house: TheHouse) -> LookupOut:
    """The reference travels in the body, so that it stands in no log. Nobody can go back from the pseudonym."""
    return LookupOut(pseudonym=house.mining.customers.lookup(access.workspace, body.reference))


@router.get(
    "/{pseudonym}/journey",
    operation_id="getJourney",
    summary="A customer's journey",
    responses=problems(404),
)
def get_journey(pseudonym: Pseudonym, access: Reader, house: TheHouse) -> JourneyOut:
    """Steps in time across channels, each with its stage, mood and scores; and all messages with their statements."""
    return JourneyOut.from_domain(pseudonym, house.mining.customers.journey(access.workspace, pseudonym))


@router.delete("/{pseudonym}", operation_id="eraseCustomer", summary="Erase a customer", responses=problems())
def erase_customer(pseudonym: Pseudonym, access: Admin, house: TheHouse) -> ErasureOut:
    """Every trace goes, for good; later imports leave this customer out. Needs the scope `admin`."""
    removed = house.mining.customers.erase(access.workspace, pseudonym)
    return ErasureOut(pseudonym=pseudonym, messages_removed=removed)
