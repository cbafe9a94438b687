// What the framework leaves undone for keys and for quick hands. Nothing here reads or sends what was entered.
(() => {
  // Tab from the button of an open panel goes into the panel, and from its ends back: the framework draws panels at the end
  // of the page, so that without this everything on the page stands between a button and what it opened.
  const STOPS = "a[href], button:enabled, input:enabled, textarea:enabled, summary, [tabindex='0']";
  const stopsIn = (box) => [...box.querySelectorAll(STOPS)].filter((stop) => stop.tabIndex >= 0 && stop.checkVisibility());
  addEventListener("keydown", (event) => {
    const panel = document.querySelector("[data-testid=stPopoverBody]");
    const button = document.querySelector("[data-testid=stPopover] [aria-expanded=true]");
    if (event.key !== "Tab" || !panel || !button) return;
    const stops = stopsIn(panel);
    const to = (stop) => { event.preventDefault(); stop?.focus(); };
    // a panel that shows nothing yet is being filled: the key waits with it
    const enters = stops.length || !panel.innerText.trim();
    if (document.activeElement === button && !event.shiftKey && enters) to(stops[0]);
    else if (document.activeElement === stops[0] && event.shiftKey) to(button);
    // from the button the browser itself goes on to what follows it
    else if (document.activeElement === stops.at(-1) && !event.shiftKey) button.focus();
  }, true);

  // What the framework moves by script stands still for those who ask for it; what moves by style is stopped by our own.
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...given) {
    const motion = animate.apply(this, given);
    if (still.matches) motion.finish();
    return motion;
  };

  // A page is turned only after what was typed has been sent: sent later it would turn the page back, and empty its boxes.
  const PAUSE = 600; // longer than the pause after which a box sends what stands in it
  let typed = -PAUSE;
  addEventListener("input", () => { typed = performance.now(); }, true);
  addEventListener("click", (event) => {
    const link = event.target.closest("[data-testid=stTopNavLink], [data-testid=stSidebarNavLink]");
    const left = typed + PAUSE - performance.now();
    if (!link || left <= 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => link.click(), left);
  }, true);
})();
