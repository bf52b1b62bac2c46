"use strict";
// The page is read again now and then, so that it says what is so; without this script it is loaded again by hand.
document.addEventListener("DOMContentLoaded", () => {
  const OFTEN_MS = 2000;
  const SELDOM_MS = 10_000;

  // Who stands in a part, or opened something in it, is not disturbed.
  const isInUse = (part) => part.contains(document.activeElement) || part.querySelector("details[open]");

  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
        if (answer.status === 401) return location.reload();
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const name of ["jobs", "sources"]) {
          const shown = document.querySelector(`[data-part="${name}"]`);
          const fresh = page.querySelector(`[data-part="${name}"]`);
          if (shown && fresh && !isInUse(shown)) shown.replaceWith(fresh);
        }
      } catch {
        // tried again at the next look
      }
    }
    setTimeout(look, document.querySelector("[data-under-way], .state.pulling") ? OFTEN_MS : SELDOM_MS);
  };
  setTimeout(look, OFTEN_MS);
});
