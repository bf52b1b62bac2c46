"use strict";
// One stop for the Tab key, and arrows within: left and right across the stages, up and down across their lanes.
{
  const WITHIN = "a[href], button, summary";
  let current = null;

  const all = (within) => [...within.querySelectorAll(WITHIN)].filter((one) => one.checkVisibility());

  // For each stage its lanes: the header, the dot on the curve, and those below; each a list of what can be entered.
  const stages = () => {
    const dots = document.querySelectorAll(".dots > li");
    return [...document.querySelectorAll(".map .stage")].map((stage, n) => [
      all(stage.querySelector("h2")),
      dots[n] ? all(dots[n]) : [],
      ...[...stage.querySelectorAll(".lane")].map(all),
    ]);
  };

  const enter = (one) => {
    current?.setAttribute("tabindex", "-1");
    current = one;
    current.setAttribute("tabindex", "0");
  };

  const rove = () => {
    const within = stages().flat(2);
    if (!within.length) return;
    for (const one of within) one.setAttribute("tabindex", one === current ? "0" : "-1");
    if (!within.includes(current)) enter(within[0]);
  };

  const beside = (lanes, lane, place) => {
    for (let up = Math.min(lane, lanes.length - 1); up >= 0; up -= 1) {
      if (lanes[up].length) return lanes[up][Math.min(place, lanes[up].length - 1)];
    }
    return null;
  };

  // Where a key leads: at the map's edge nowhere else. Null outside of the stages.
  const goal = (key, from) => {
    const known = stages();
    const stage = known.findIndex((lanes) => lanes.flat().includes(from));
    if (stage < 0) return null;
    const lane = known[stage].findIndex((one) => one.includes(from));
    const place = known[stage][lane].indexOf(from);
    const column = known[stage].flat();
    const at = column.indexOf(from);
    const last = known.length - 1;
    switch (key) {
      case "ArrowDown": return column[at + 1] ?? from;
      case "ArrowUp": return column[at - 1] ?? from;
      case "ArrowRight": return beside(known[Math.min(stage + 1, last)], lane, place);
      case "ArrowLeft": return beside(known[Math.max(stage - 1, 0)], lane, place);
      case "Home": return beside(known[0], lane, place);
      case "End": return beside(known[last], lane, place);
      default: return null;
    }
  };

  document.addEventListener("keydown", (event) => {
    const keys = ["ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft", "Home", "End"];
    if (!keys.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (!event.target.closest?.(".map")) return;
    const next = goal(event.key, event.target);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(`.map :is(${WITHIN})`) && !event.target.closest(".numbers-nav")) enter(event.target);
  });
  document.addEventListener("shown", rove);
  document.addEventListener("toggle", rove, true);
  matchMedia("(max-width: 760px)").addEventListener("change", rove);
  rove();
}
