// What the framework leaves undone for keys and for quick hands. Nothing here sends or keeps what was entered; it is read in
// one place, to tell an answer that is older than what stands in the boxes.
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

  // An answer names the figures it answers. While a box holds another figure, because the answer is on its way or the line is
  // dead, everything that depends on the patient is marked as not yet answered.
  const BOXES = { years: "Age, years", months: "and months", bsa: "%BSA affected" };
  const boxOf = (label) => document.querySelector(`.st-key-inputs input[aria-label="${label}"]`);
  // further facts stand in boxes, as yes or no, or as a switch; those out of sight cannot have been changed
  const FACTS = '[class*="st-key-fact_"], .st-key-estimate';
  const nameOf = (part) => [...part.classList].find((name) => name.startsWith("st-key-")).slice(7);
  const standsIn = (part) => {
    const box = part.querySelector("input:not([type=radio])");
    if (box) return box.type === "checkbox" ? box.checked ? "true" : "" : box.value.trim();
    // by place and not by word, which a browser may have translated
    return ["yes", "no"][[...part.querySelectorAll("[role=radio]")].findIndex((choice) => choice.ariaChecked === "true")] ?? "";
  };
  const hasOtherFacts = (answered) => {
    const facts = JSON.parse(answered.facts);
    return [...document.querySelectorAll(FACTS)].some((part) => standsIn(part) !== (facts[nameOf(part)] ?? ""));
  };
  const isOlder = (answered) => Object.entries(BOXES).some(([name, label]) => {
    const box = boxOf(label);
    return box && box.value.trim() !== answered[name];
  }) || (document.querySelector('.st-key-inputs [role=radio][aria-checked=true]')?.textContent.trim()[0] ?? "") !== answered.iga || hasOtherFacts(answered);
  const markPending = () => {
    const answered = document.querySelector(".rux-answered")?.dataset;
    const pending = Boolean(answered && boxOf(BOXES.years) && isOlder(answered));
    if (pending) setTimeout(look, 250); // a box that is filled by the page changes without an event
    if (pending === document.body.classList.contains("rux-pending")) return;
    document.body.classList.toggle("rux-pending", pending);
    document.querySelectorAll(".rux-tiles").forEach((tiles) => tiles.setAttribute("aria-busy", pending));
  };
  let looks = false; // once a frame, however much changes in it
  const look = () => {
    if (looks) return;
    looks = true;
    requestAnimationFrame(() => { looks = false; markPending(); });
  };
  for (const event of ["input", "change", "click"]) addEventListener(event, look, true);
  new MutationObserver(look).observe(document, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["aria-checked", "data-bsa", "data-facts", "data-iga", "data-months", "data-years"],
  });

  // A tap on an area of the body figure chooses it in the list below, which does the same by keyboard.
  addEventListener("click", (event) => {
    const area = event.target.closest("[data-area]")?.dataset.area;
    if (area) [...document.querySelectorAll(".st-key-count_areas button")].find((choice) => choice.innerText.trim() === area)?.click();
  }, true);

  // The country chosen is kept in the browser, and nothing of a patient.
  addEventListener("click", (event) => {
    if (!event.target.closest(".st-key-home button")) return;
    setTimeout(() => {
      const home = document.querySelector("[data-home]")?.dataset.home;
      if (home) document.cookie = `ruxcheck_country=${home}; path=/; max-age=31536000; SameSite=Strict`;
    }, 1500); // once the server has answered
  }, true);

  // On a phone the form folds into one line once all three figures stand in it and the hand has left it; a tap opens it again.
  // It has left it too where the figures came by a link, and where the last of them was a score that was tapped.
  const phone = matchMedia("(max-width: 640px)");
  const touched = matchMedia("(pointer: coarse)");
  const fold = (folded) => document.body.classList.toggle("rux-folded", folded);
  const found = (where) => document.querySelector(where) !== null;
  let leaving, complete = false;
  const foldUnless = (held) => {
    clearTimeout(leaving);
    leaving = setTimeout(() => {
      if (phone.matches && found(".rux-edit") && !found(`${held}, [data-testid=stPopoverBody]`)) fold(true);
    }, 500);
  };
  addEventListener("focusout", (event) => {
    if (!event.target.closest?.(".st-key-inputs, [data-testid=stPopoverBody]")) return;
    foldUnless(touched.matches ? ".st-key-inputs :is(input, [role=radio]):focus" : ".st-key-inputs:focus-within");
  }, true);
  new MutationObserver(() => {
    if (complete !== found(".rux-edit")) complete = !complete;
    else return;
    if (complete) foldUnless(touched.matches ? ".st-key-inputs input:focus" : ".st-key-inputs:focus-within");
    else fold(false);
  }).observe(document, { childList: true, subtree: true });
  addEventListener("click", (event) => {
    if (!event.target.closest(".rux-edit")) return;
    fold(false);
    document.querySelector(".st-key-inputs input")?.focus();
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
    const link = event.target.closest("[data-testid=stTopNavLink], [data-testid=stTopNavDropdownLink], [data-testid=stSidebarNavLink]");
    const left = typed + PAUSE - performance.now();
    if (!link || left <= 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => link.click(), left);
  }, true);
})();
