"""E-mail, by SMTP with TLS; without it to one's own machine alone."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from enum import StrEnum
from functools import cache
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from feedback_miner.domain.team.alert_targets import Notice
from feedback_miner.errors import NoticeError

_TIMEOUT = 15.0
_MOST_RECEIVERS = 20
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Security(StrEnum):
    """How the connection is kept secret."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}

Host = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9.:-]{1,253}$")]
#: what RFC 5322 takes without quotes, in ASCII: servers that take more are few
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAILBOX = re.compile(rf"{_WORD}(\.{_WORD})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def _mailbox(address: str) -> str:
    if not _MAILBOX.fullmatch(address):
        raise ValueError("An address is like name@example.org, in plain ASCII.")
    return address


Mailbox = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_mailbox)]


class MailOptions(BaseModel):
    """What e-mail asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: the server that sends
    host: Host
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Security = Security.STARTTLS
    #: user, and the name of the secret with the password; both or neither
    user: Annotated[str, StringConstraints(max_length=254, pattern=r"^[\x21-\x7e]*$")] = ""
    secret: str = ""
    sender: Mailbox
    #: separated by commas
    to: tuple[Mailbox, ...]

    @field_validator("to", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return [part for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not 1 <= len(self.to) <= _MOST_RECEIVERS:
            raise ValueError(f"It goes to 1 to {_MOST_RECEIVERS} addresses.")
        if bool(self.user) != bool(self.secret):
            raise ValueError("Give both user and secret, or neither.")
        if self.security is Security.NONE and self.host not in _THIS_MACHINE:
            raise ValueError("Without TLS, mail goes to a server on this machine alone.")
        return self


def tell(options: MailOptions, password: str, notice: Notice) -> None:
    """Raises NoticeError."""
    message = _message(options, notice)
    try:
        with _connected(options) as server:
            if options.user:
                server.login(options.user, password)
            refused = server.send_message(message)
    except smtplib.SMTPAuthenticationError:
        raise NoticeError("It refuses user and password: is the secret right?", where=options.host) from None
    except smtplib.SMTPRecipientsRefused:
        raise NoticeError("It takes mail for none of the receivers.", where=options.host) from None
    except smtplib.SMTPResponseException as error:
        raise NoticeError(f"It answered with status {error.smtp_code}.", where=options.host) from None
    except ssl.SSLError as error:
        raise NoticeError(f"No secure connection came about ({error.reason}).", where=options.host) from None
    except (OSError, smtplib.SMTPException) as error:
        raise NoticeError(
            f"The connection failed ({type(error).__name__}). Are host, port and security right?",
            where=options.host,
        ) from None
    if refused:
        raise NoticeError(f"It takes mail for all but {len(refused)} of the receivers.", where=options.host)


def _connected(options: MailOptions) -> smtplib.SMTP:
    port = options.port or _PORTS[options.security]
    if options.security is Security.TLS:
        return smtplib.SMTP_SSL(options.host, port, timeout=_TIMEOUT, context=_authorities())
    server = smtplib.SMTP(options.host, port, timeout=_TIMEOUT)
    if options.security is Security.STARTTLS:
        try:
            server.starttls(context=_authorities())
        except BaseException:
            server.close()
            raise
    return server


def _message(options: MailOptions, notice: Notice) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(f"[feedback-miner] {notice.title}".split())[:200]
    message["From"] = Address("feedback-miner", addr_spec=options.sender)
    message["To"] = ", ".join(options.to)
    message["Date"] = format_datetime(notice.at)
    message["Message-ID"] = make_msgid(domain=options.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{notice.text}\n\nWorkspace: {notice.workspace}\n")
    if notice.page:
        message.add_alternative(notice.page, subtype="html")
    return message


@cache
def _authorities() -> ssl.SSLContext:
    return ssl.create_default_context()
