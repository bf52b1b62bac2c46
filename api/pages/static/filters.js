"use strict";
// A filter is an address: what is chosen can be shared, and Back undoes it. A page that keeps itself up to date
// (main[data-revision]) hears of its new address by the event "address"; any other one is loaded.
{
  const status = document.getElementById("status");
  const isLive = () => document.getElementById("main").dataset.revision !== undefined;
  const form = () => document.querySelector(".filters");

  const addressOf = (filters) => {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(filters)) {
      if (value !== (filters.elements[name].dataset?.default ?? "")) asked.append(name, value);
    }
    const path = new URL(filters.action).pathname;
    return asked.size ? `${path}?${asked}` : path;
  };

  // The form, and the ways to the other pages, say what the address says.
  const follow = () => {
    const asked = new URLSearchParams(location.search);
    for (const field of form().querySelectorAll("[name]")) {
      field.value = asked.get(field.name) ?? field.dataset.default ?? "";
    }
    for (const link of document.querySelectorAll("[data-of-a-cut]")) link.search = location.search;
  };

  const go = (address) => {
    if (!isLive()) return location.assign(address);
    history.pushState(null, "", address);
    follow();
    document.dispatchEvent(new Event("address"));
  };

  document.addEventListener("change", (event) => {
    const filters = event.target.closest(".filters");
    if (!filters) return;
    const { from, to } = filters.elements;
    const backwards = from?.value && to?.value && from.value > to.value;
    to?.setCustomValidity(backwards ? "The period ends before it begins." : "");
    // A date that is still being typed is no date yet.
    if (!filters.checkValidity()) {
      status.textContent = to.validationMessage;
      return;
    }
    go(addressOf(filters));
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".filters a, main a.clear");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || !isLive() || elsewhere) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });

  // What was ever chosen in a select outlasts what the server says: it is said once more.
  document.addEventListener("shown", () => {
    const asked = new URLSearchParams(location.search);
    for (const select of form().querySelectorAll("select")) {
      select.value = asked.get(select.name) ?? select.dataset.default;
    }
  });

  window.addEventListener("popstate", () => {
    if (!isLive()) return;
    follow();
    document.dispatchEvent(new Event("address"));
  });
}
