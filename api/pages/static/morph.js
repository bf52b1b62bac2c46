"use strict";
// morph(old, fresh): makes an element what the server has drawn anew, and leaves alone what is the reader's: the
// focus, what is open or scrolled, what is typed. What a drawing says by numbers moves there.
{
  const MOVE_MS = 600;
  const MOVING = new Set(["d", "x", "y", "cx", "cy", "r", "width", "height", "transform"]);
  const KEPT = new Set(["open", "tabindex", "data-revision"]);
  const NUMBER = /-?(?:\d+\.?\d*|\.\d+)/g;

  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const moves = new Map(); // element → attribute → a move
  let frame = 0;

  const between = ({ from, to, text }, part) => {
    const numbers = from.map((number, n) => number + (to[n] - number) * part);
    return text.replace(NUMBER, () => numbers.shift().toFixed(2));
  };

  const step = (now) => {
    for (const [element, attributes] of moves) {
      for (const [name, move] of attributes) {
        // The time of a frame may lie before what was set since it began.
        const part = Math.min(1, Math.max(0, (now - move.began) / MOVE_MS));
        element.setAttribute(name, part < 1 ? between(move, 1 - (1 - part) ** 3) : move.text);
        if (part === 1) attributes.delete(name);
      }
      if (!attributes.size || !element.isConnected) moves.delete(element);
    }
    frame = moves.size ? requestAnimationFrame(step) : 0;
  };

  const shape = (text) => text.replace(NUMBER, "#");
  const numbers = (text) => text.match(NUMBER).map(Number);

  const set = (element, name, text) => {
    const now = element.getAttribute(name);
    const heading = moves.get(element)?.get(name)?.text ?? now;
    if (heading === text) return;
    moves.get(element)?.delete(name);
    const drawn = MOVING.has(name) && element instanceof SVGElement && now && shape(text).includes("#");
    if (!drawn || shape(now) !== shape(text) || still.matches || document.hidden) {
      element.setAttribute(name, text);
      return;
    }
    if (!moves.has(element)) moves.set(element, new Map());
    const move = { from: numbers(now), to: numbers(text), text, began: performance.now() };
    moves.get(element).set(name, move);
    frame ||= requestAnimationFrame(step);
  };

  const isToken = (element) => element.nodeName === "INPUT" && element.name === "csrf";
  const token = () => document.querySelector('form[action="/sign-out"] [name="csrf"]')?.value ?? "";

  const attributes = (old, fresh) => {
    for (const { name, value } of fresh.attributes) {
      if (!KEPT.has(name) && !(name === "value" && isToken(old))) set(old, name, value);
    }
    for (const { name } of [...old.attributes]) {
      if (!KEPT.has(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
    }
  };

  const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id : "");
  const alike = (a, b) => a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

  const children = (old, fresh) => {
    let at = old.firstChild;
    for (const next of [...fresh.childNodes]) {
      let match = at;
      while (match && !alike(match, next)) match = match.nextSibling;
      if (!match) {
        old.insertBefore(document.importNode(next, true), at);
        continue;
      }
      if (match === at) at = at.nextSibling;
      else old.insertBefore(match, at);
      morph(match, next);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  };

  const morph = (old, fresh) => {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    if (old.isEqualNode(fresh)) return;
    attributes(old, fresh);
    children(old, fresh);
  };

  window.morph = (old, fresh) => {
    const focused = document.activeElement;
    morph(old, fresh);
    for (const input of old.querySelectorAll('input[name="csrf"][value=""]')) input.value = token();
    // What is moved within the page loses the focus, what is gone leaves it to the page.
    if (document.activeElement === focused || focused === document.body) return;
    (focused.isConnected ? focused : document.getElementById("main")).focus({ preventScroll: true });
  };
}
