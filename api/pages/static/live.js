"use strict";
// Keeps the map up to date: the server says that something changed, the page fetches what it shows anew.
{
  const EVERY_MS = 2_000;
  const SPEAK_EVERY_MS = 30_000;
  const PATIENCE_MS = 2_500;
  const AGAIN_MS = 5_000;
  const LONGEST_MS = 60_000;

  const live = document.getElementById("live");
  const status = document.getElementById("status");
  const main = document.getElementById("main");

  let shown = location.search;
  let shownAt = new Date();
  let etag = "";
  let pace = EVERY_MS;
  let heard = 0; // the newest revision that the server has told of
  let spoken = Date.now();

  // What is told of the connection.

  const trouble = document.createElement("div");
  trouble.className = "trouble";
  trouble.setAttribute("role", "status");
  const words = trouble.appendChild(document.createElement("p"));
  const again = trouble.appendChild(document.createElement("button"));
  again.type = "button";
  again.className = "button";
  again.textContent = "Try again";
  again.hidden = true;
  document.body.append(trouble);
  let patience = 0;

  const MODES = { on: "Live", paused: "Paused", off: "Not live" };
  const mode = (state) => {
    live.dataset.state = state;
    live.querySelector(".mode").textContent = MODES[state];
  };
  const tell = (state, text = "", offersAgain = false) => {
    clearTimeout(patience);
    patience = 0;
    mode(state);
    words.textContent = text;
    again.hidden = !offersAgain;
  };
  const isConnected = () => source?.readyState === EventSource.OPEN;
  const calm = () => {
    if (paused) tell("paused");
    else if (isConnected()) tell("on");
    else if (!again.hidden) reconnecting();
  };
  // Most interruptions are over before anybody needs to know.
  const reconnecting = () => {
    if (paused) return;
    mode("off");
    patience ||= setTimeout(() => {
      const time = shownAt.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      tell("off", `Reconnecting… showing ${time}`);
    }, PATIENCE_MS);
  };
  const couldNot = (error) => {
    const isCutOff = (error instanceof TypeError && !isConnected()) || !navigator.onLine;
    if (isCutOff && !paused) reconnecting();
    else tell(paused ? "paused" : "off", "Couldn’t update the map.", true);
  };

  // What is shown.

  const announce = () => {
    spoken = Date.now();
    const told = document.getElementById("headline")?.textContent ?? main.querySelector("p")?.textContent ?? "";
    status.textContent = "The map was updated. " + told;
  };

  const headers = () => new Map([...main.querySelectorAll(".stage h2")].map((one) => [one.id, one.textContent]));

  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.getElementById("main")) throw new Error("no map in the answer");
    const before = headers();
    document.title = page.title;
    for (const part of page.querySelectorAll("[data-part]")) {
      const here = document.querySelector(`[data-part="${part.dataset.part}"]`);
      if (here) window.morph(here, part);
    }
    for (const [id, said] of headers()) {
      if (before.has(id) && before.get(id) !== said) document.getElementById(id).classList.add("flash");
    }
    document.dispatchEvent(new Event("shown"));
  };
  document.addEventListener("animationend", (event) => event.target.closest(".flash")?.classList.remove("flash"));

  const fetched = async (address, own, given) => {
    const headers = address === shown && etag ? { "If-None-Match": etag } : {};
    if (own) headers["X-Exact"] = "1";
    const signal = AbortSignal.any([given, AbortSignal.timeout(LONGEST_MS)]);
    const answer = await fetch("/map-fragment" + address, { headers, signal, cache: "no-store" });
    // A wrong filter, or a session that has ended: the page that says so.
    if (answer.status === 401 || (address !== shown && answer.status >= 400 && answer.status < 500)) {
      location.reload();
      return new Promise(() => {});
    }
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    return {
      etag: answer.headers.get("ETag"),
      revision: Number(answer.headers.get("X-Revision")),
      pace: 1000 * Number(answer.headers.get("X-Pace")),
      text: answer.status === 304 ? null : await answer.text(),
    };
  };

  // Changes that come while one is being fetched are fetched together.
  let busy = null;
  let due = "";
  let begun = 0;
  let later = 0;

  const refresh = async (asked) => {
    const own = asked === "by the reader";
    if (paused && !own) return;
    if (busy) {
      if (own || !due) due = asked;
      // Who has chosen something else does not wait for what he chose before.
      if (location.search !== busy.address) busy.abort();
      return;
    }
    const address = location.search;
    busy = Object.assign(new AbortController(), { address });
    begun = Date.now();
    if (address !== shown) main.setAttribute("aria-busy", "true");
    try {
      const found = await fetched(address, own, busy.signal);
      const same = address === shown;
      if (address === location.search && !(paused && same && !own)) {
        // Drawings are shared: one may be older than what the reader has just changed himself.
        const older = same && found.revision < Number(main.dataset.revision);
        pace = Math.max(EVERY_MS, found.pace);
        if (!older) {
          if (found.text !== null) show(found.text);
          [shown, etag, shownAt] = [address, found.etag, new Date()];
          main.dataset.revision = found.revision;
        }
        if (older || found.revision < heard) soon();
        main.removeAttribute("aria-busy");
        calm();
        if (own || (found.text !== null && Date.now() - spoken >= SPEAK_EVERY_MS)) announce();
      }
    } catch (error) {
      if (!busy.signal.aborted) {
        main.removeAttribute("aria-busy");
        couldNot(error);
      }
    }
    busy = null;
    const next = due;
    due = "";
    if (next) refresh(next);
  };
  const soon = () => {
    later ||= setTimeout(() => {
      later = 0;
      refresh("by the server");
    }, Math.max(0, begun + pace - Date.now()));
  };

  document.addEventListener("address", () => {
    if (busy || location.search !== shown) refresh("by the reader");
  });
  // Other scripts say so where the reader changed something himself.
  document.addEventListener("changed", () => refresh("by the reader"));
  again.addEventListener("click", () => refresh("by the reader"));

  // What is heard from the server.

  let source = null;
  let paused = false;

  const close = () => {
    source?.close();
    source = null;
  };
  const open = () => {
    if (source || paused || document.hidden) return;
    // The revision that is shown: what changed before the stream opened is told as well.
    source = new EventSource("/v1/stream?since=" + main.dataset.revision);
    source.addEventListener("open", () => {
      calm();
      if (location.search !== shown) refresh("by the reader");
    });
    source.addEventListener("changed", (notice) => {
      heard = Number(notice.data);
      soon();
    });
    source.addEventListener("jobs", soon);
    source.addEventListener("error", () => {
      reconnecting();
      if (source?.readyState !== EventSource.CLOSED) return;
      // Refused: the session may have ended, which the next fetch finds out.
      close();
      setTimeout(open, AGAIN_MS);
      refresh("by the server");
    });
  };

  live.addEventListener("click", () => {
    paused = !paused;
    live.querySelector(".vh").textContent = paused ? ": go on updating" : ": pause updating";
    tell(paused ? "paused" : "on");
    if (paused) close();
    else open();
  });
  // A hidden tab gives its connection back: browsers allow about six to one host.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("offline", reconnecting);
  window.addEventListener("online", () => refresh("by the server"));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
}
