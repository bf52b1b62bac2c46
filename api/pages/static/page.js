"use strict";
// Runs in the head, before the first paint: the chosen theme must not flash.
const root = document.documentElement;
const stored = localStorage.getItem("theme");
if (stored) root.dataset.theme = stored;
root.dataset.script = "on";

const SPEAK_EVERY_MS = 30_000;

document.addEventListener("DOMContentLoaded", () => {
  const theme = document.getElementById("theme");
  if (!theme) return;
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const now = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  });
});

document.addEventListener("DOMContentLoaded", () => {
  const live = document.getElementById("live");
  const filters = document.querySelector(".filters");
  if (!live) return;
  const word = document.getElementById("live-word");
  const status = document.getElementById("status");
  let source = null;
  let paused = false;
  let running = false;
  let again = false;
  let spoken = Date.now();
  let shown = location.search;
  let shownAt = new Date();

  live.hidden = false;

  const say = (text, state) => {
    word.textContent = text;
    live.dataset.state = state;
  };
  const time = () => shownAt.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  // A selector that finds an element again in a later page.
  const addressOf = (element) => {
    if (element.tagName === "SUMMARY") return "#" + CSS.escape(element.parentElement.id) + " > summary";
    const within = element.closest(".dots, .numbers-nav, .stage")?.classList[0];
    const href = element.getAttribute("href");
    return within && href ? `.${within} a[href="${CSS.escape(href)}"]` : null;
  };

  const announce = () => {
    spoken = Date.now();
    status.textContent = "The map was updated. " + (document.getElementById("headline")?.textContent ?? "");
  };

  const swap = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("main");
    const main = document.getElementById("main");
    if (!fresh || !main) throw new Error("no map in the answer");
    // What the reader opened or is standing on stays as it is.
    for (const open of main.querySelectorAll("details[open][id]")) {
      fresh.querySelector("#" + CSS.escape(open.id))?.setAttribute("open", "");
    }
    const target = location.hash && fresh.querySelector("#" + CSS.escape(location.hash.slice(1)));
    if (target) target.classList.add("open");
    const focused = main.contains(document.activeElement) ? addressOf(document.activeElement) : null;
    const left = main.querySelector(".map-scroll")?.scrollLeft ?? 0;
    document.title = page.title;
    for (const part of page.querySelectorAll("[data-part]")) {
      document.querySelector(`[data-part="${part.dataset.part}"]`)?.replaceWith(part);
    }
    fresh.querySelector(".map-scroll")?.scrollTo({ left });
    if (focused) fresh.querySelector(focused)?.focus({ preventScroll: true });
  };

  // Changes that come while one is being fetched are fetched together.
  const refresh = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    const wanted = location.search;
    const chosen = wanted !== shown;
    if (chosen) document.getElementById("main").setAttribute("aria-busy", "true");
    try {
      const answer = await fetch("/" + wanted, { headers: { Accept: "text/html" } });
      // A wrong filter, or a session that has ended: the page that says so.
      if (answer.status === 401 || (chosen && !answer.ok)) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (wanted === location.search) {
        swap(text);
        shown = wanted;
        shownAt = new Date();
        if (chosen || Date.now() - spoken >= SPEAK_EVERY_MS) announce();
      }
      say(...(paused ? ["Paused", "paused"] : ["Live", "on"]));
    } catch {
      say("Couldn’t update the map. Try again.", "off");
      document.getElementById("main").removeAttribute("aria-busy");
    }
    running = false;
    if (again) {
      again = false;
      refresh();
    }
  };

  // A filter is an address: what is chosen can be shared, and Back undoes it.
  filters.addEventListener("change", () => {
    const { from, to } = filters.elements;
    const backwards = from.value && to.value && from.value > to.value;
    to.setCustomValidity(backwards ? "The period ends before it begins." : "");
    // A date that is still being typed is no date yet.
    if (!filters.checkValidity()) {
      status.textContent = to.validationMessage;
      return;
    }
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(filters)) {
      if (value !== (filters.elements[name].dataset.default ?? "")) asked.append(name, value);
    }
    history.pushState(null, "", asked.size ? "/?" + asked : "/");
    refresh();
  });
  window.addEventListener("popstate", () => {
    if (location.search === shown) return;
    const asked = new URLSearchParams(location.search);
    for (const field of filters.querySelectorAll("[name]")) {
      field.value = asked.get(field.name) ?? field.dataset.default ?? "";
    }
    refresh();
  });

  const close = () => {
    source?.close();
    source = null;
  };
  const open = () => {
    if (source || paused || document.hidden) return;
    // The revision that is shown: what changed before the stream opened is told as well.
    source = new EventSource("/v1/stream?since=" + document.getElementById("main").dataset.revision);
    source.addEventListener("changed", refresh);
    source.addEventListener("open", () => say("Live", "on"));
    source.addEventListener("error", () => say(`Reconnecting… showing ${time()}`, "off"));
  };

  live.addEventListener("click", () => {
    paused = !paused;
    live.setAttribute("aria-pressed", String(!paused));
    if (paused) {
      close();
      say("Paused", "paused");
    } else {
      say("Live", "on");
      open();
    }
  });
  // A hidden tab gives its connection back: browsers allow about six to one host.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close();
    else open();
  });
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
});
