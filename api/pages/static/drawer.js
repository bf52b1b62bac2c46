"use strict";
// A number opens the comments that it counts in a drawer; forms, reasons and notes come in where they are asked for.
// All of them are plain links and forms to pages of their own, and without this script that is what they are.
{
  const drawer = document.getElementById("drawer");
  const title = document.getElementById("drawer-title");
  const shown = drawer.querySelector(".shown");
  const asPage = drawer.querySelector(".as-page a");
  const spoken = drawer.querySelector("[role=status]");
  let opener = null;
  let asking = null;
  let pressed = null;

  // What is said outside an open dialog is heard by nobody.
  const say = (text) => {
    (drawer.open ? spoken : document.getElementById("status")).textContent = text ?? "";
  };

  // Pages that explain what went wrong are pages as well.
  const pageOf = async (address, options) => {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, ...options });
    if (answer.status === 401) location.reload();
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  const partOf = (page, name) => page.querySelector(`[data-part="${name}"]`);
  const troubleOf = (page) => page.querySelector("main h1 + p")?.textContent ?? "That did not work. Try again.";

  const note = (name, text) => {
    const told = document.createElement("p");
    told.className = "muted";
    told.dataset.part = name;
    told.textContent = text;
    return told;
  };

  const open = async (link) => {
    if (!drawer.contains(link)) opener = link;
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const address = link.getAttribute("href");
    title.textContent = "Comments";
    asPage.href = address;
    shown.replaceChildren(note("comments", "Looking them up…"));
    if (!drawer.open) drawer.showModal();
    title.focus();
    try {
      const page = await pageOf(address, { signal });
      const part = partOf(page, "comments");
      title.textContent = page.querySelector("h1")?.textContent ?? "Comments";
      shown.replaceChildren(part ?? note("comments", troubleOf(page)));
      shown.scrollTop = 0;
      say(shown.querySelector(".summary")?.textContent ?? shown.textContent);
    } catch (error) {
      if (error.name === "AbortError") return;
      shown.replaceChildren(note("comments", "Couldn’t load the comments. Close this and try again."));
      say(shown.textContent);
    }
  };

  drawer.addEventListener("close", () => {
    asking?.abort();
    shown.replaceChildren();
    spoken.textContent = "";
    // The page may have been drawn anew in the meantime.
    const again = opener?.isConnected
      ? opener
      : document.querySelector(`a.behind[href="${CSS.escape(opener?.getAttribute("href") ?? "")}"]`);
    again?.focus({ preventScroll: true });
    opener = null;
  });
  drawer.addEventListener("pointerdown", (event) => (pressed = event.target));
  drawer.addEventListener("click", (event) => {
    // Beside the drawer; not where a selection of text ended there.
    if (event.target === drawer && pressed === drawer) drawer.close();
  });

  // A part that is there goes, one that is not comes after what asked for it.
  const toggle = async (link) => {
    const name = link.dataset.opens;
    const here = link.closest("[data-asks]");
    const there = here.parentElement.querySelector(`[data-part="${name}"]`);
    link.setAttribute("aria-expanded", String(!there));
    if (there) return there.remove();
    const waiting = note(name, name.startsWith("why") ? "Working out which words carried it…" : "Looking it up…");
    here.after(waiting);
    await fill(link, name, waiting);
  };
  const fill = async (link, name, place) => {
    try {
      const page = await pageOf(link.getAttribute("href"));
      const part = partOf(page, name) ?? note(name, troubleOf(page));
      if (!place.isConnected) return;
      const inside = place.contains(document.activeElement);
      place.replaceWith(part);
      if (inside) {
        part.tabIndex = -1;
        part.focus({ preventScroll: true });
      }
      say(part.tagName === "FORM" ? "A form was added." : part.textContent);
    } catch {
      place.replaceWith(note(name, "That did not work. Close it and try again."));
    }
  };

  const more = async (link) => {
    if (link.hasAttribute("aria-busy")) return;
    link.setAttribute("aria-busy", "true");
    const list = link.closest("[data-part=comments]");
    try {
      const page = await pageOf(link.getAttribute("href"));
      const rest = partOf(page, "more");
      if (!rest) throw new Error(troubleOf(page));
      const items = [...page.querySelectorAll(".comments > li")];
      list.querySelector(".comments").append(...items);
      list.querySelector("[data-part=more]").replaceWith(rest);
      items[0]?.querySelector("article").focus();
      say(`${items.length} more`);
    } catch {
      link.removeAttribute("aria-busy");
      say("That did not work. Try again.");
    }
  };

  // What all comments come to: one of them was just changed.
  const sumUp = async () => {
    const summary = document.querySelector("[data-part=summary]");
    if (!summary) return;
    try {
      const page = await pageOf(drawer.open ? asPage.href : location.href);
      summary.replaceWith(partOf(page, "summary") ?? summary);
    } catch {
      // it is as it was when the list was opened
    }
  };

  const send = async (form, button) => {
    if (form.hasAttribute("aria-busy")) return;
    const name = form.dataset.inPlace;
    const part = form.closest(`[data-part="${name}"]`);
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.set(button.name, button.value);
    form.setAttribute("aria-busy", "true");
    try {
      const page = await pageOf(button?.getAttribute("formaction") ?? form.getAttribute("action"), { method: "POST", body });
      const fresh = partOf(page, name);
      if (!fresh) throw new Error(troubleOf(page));
      part.replaceWith(fresh);
      (fresh.querySelector("[aria-invalid], .done button") ?? fresh).focus({ preventScroll: true });
      say(fresh.querySelector("[role=alert], .done p")?.textContent);
      document.dispatchEvent(new Event("changed"));
      await sumUp();
    } catch (error) {
      form.removeAttribute("aria-busy");
      const told = form.querySelector(".problem") ?? document.createElement("p");
      told.className = "problem";
      told.textContent = error instanceof TypeError ? "It was not saved: the service cannot be reached. Try again." : error.message;
      form.append(told);
      say(told.textContent);
    }
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.("a");
    if (!link) return;
    const act = link.matches(".behind")
      ? open
      : link.dataset.opens
        ? toggle
        : link.dataset.replaces
          ? (one) => fill(one, one.dataset.replaces, one.closest(`[data-part="${one.dataset.replaces}"]`))
          : "more" in link.dataset
            ? more
            : null;
    if (!act) return;
    event.preventDefault();
    act(link);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.dataset.inPlace) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
}
