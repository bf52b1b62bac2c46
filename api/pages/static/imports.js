"use strict";
// Without this script everything works by plain forms; with it answers are tried as they are chosen.
document.addEventListener("DOMContentLoaded", () => {
  const TRY_AFTER_MS = 300;
  const LOOK_EVERY_MS = 1000;
  const status = document.getElementById("status");
  const form = document.getElementById("mapping");
  let trying = null;
  let due = 0;

  const pageOf = async (answer) => {
    // The session has ended, or the import is no longer there: the page that says so.
    if (answer.status === 401 || answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  // The parts of a later page take the places of those shown; who stands in one stays there.
  const swap = (page, names) => {
    const focused = document.activeElement?.id;
    for (const part of page.querySelectorAll("[data-part]")) {
      if (!names(part.dataset.part)) continue;
      document.querySelector(`[data-part="${part.dataset.part}"]`)?.replaceWith(part);
    }
    if (focused && document.activeElement?.id !== focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
  };

  const tryAnswer = async () => {
    trying = new AbortController();
    const { signal } = trying;
    const check = document.getElementById("check");
    check.setAttribute("aria-busy", "true");
    try {
      const page = await pageOf(
        await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)), signal }),
      );
      if (!page || signal.aborted) return;
      // Somebody else answered meanwhile: the page of what became of it.
      if (!page.getElementById("mapping")) return location.reload();
      swap(page, (name) => name !== "main");
      for (const select of form.querySelectorAll("select")) {
        const wrong = page.getElementById(select.id)?.getAttribute("aria-invalid");
        if (wrong) select.setAttribute("aria-invalid", wrong);
        else select.removeAttribute("aria-invalid");
      }
      status.textContent = document.getElementById("check").querySelector("p")?.textContent ?? "";
    } catch (error) {
      if (error.name === "AbortError") return;
      check.removeAttribute("aria-busy");
      check.textContent = "It could not be tried just now. You can start the import all the same.";
    }
  };

  if (form) {
    // On a narrow screen the column that is asked about may lie beyond the edge.
    const sheet = document.querySelector(".sheet");
    const asked = sheet.querySelector("th.asked");
    if (asked) sheet.scrollLeft = asked.offsetLeft + asked.offsetWidth - sheet.clientWidth;
    form.addEventListener("change", () => {
      // An answer to what was chosen before must not take the place of what is chosen now.
      trying?.abort();
      clearTimeout(due);
      due = setTimeout(tryAnswer, TRY_AFTER_MS);
    });
    if (document.querySelector("[data-untried]")) tryAnswer();
  }

  // A file's own page is looked at as a whole; on the list of all the form stays as it is.
  const UNDER_WAY = "[data-part][data-under-way]";
  let looking = false;
  let next = 0;
  const look = async () => {
    if (looking) return;
    looking = true;
    if (!document.hidden) {
      try {
        const page = await pageOf(await fetch(location.href, { headers: { Accept: "text/html" } }));
        if (!page) return;
        // A new question comes with a form, and what the form needs is set up when a page is loaded.
        if (page.getElementById("mapping")) return location.reload();
        const whole = "underWay" in document.getElementById("main").dataset;
        swap(page, (name) => (name === "main") === whole);
        if (whole && !document.querySelector(UNDER_WAY)) {
          status.textContent = document.querySelector("main h2, main .notice")?.textContent ?? "";
        }
      } catch {
        // tried again at the next look
      }
    }
    looking = false;
    clearTimeout(next);
    if (document.querySelector(UNDER_WAY)) next = setTimeout(look, LOOK_EVERY_MS);
  };
  if (document.querySelector(UNDER_WAY)) look();
  document.addEventListener("imports-changed", look);
});
