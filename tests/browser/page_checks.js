/* Run in a page by tests/browser/tablet.py: returns what makes it hard to use with a finger, in words. */
() => {
  const SMALLEST = 43.5; // 44 px, and half a pixel for rounding
  const faults = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth) {
    const widest = [...document.body.querySelectorAll("*")]
      .filter((node) => node.getBoundingClientRect().right > root.clientWidth + 1)
      .map((node) => `${node.tagName.toLowerCase()}.${node.className}`);
    faults.push(`the page scrolls sideways (${root.scrollWidth} > ${root.clientWidth} px): ${widest.slice(-3).join(", ")}`);
  }

  const isThere = (node) => {
    const box = node.getBoundingClientRect();
    return (
      node.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
      box.right > 0 && box.bottom + window.scrollY > 0 && !node.closest("[aria-hidden=true], .visually-hidden")
    );
  };

  // A link in a sentence may be as low as the sentence; a link that stands alone may not.
  const isInSentence = (node) => {
    if (node.tagName !== "A" || getComputedStyle(node).display !== "inline") return false;
    let block = node.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return block.textContent.trim().length > node.textContent.trim().length;
  };

  const reach = (node) => {
    const boxes = [node, ...(node.labels ?? [])].filter((one) => /radio|checkbox/.test(node.type ?? "") || one === node);
    const sizes = boxes.map((one) => one.getBoundingClientRect());
    return { width: Math.max(...sizes.map((one) => one.width)), height: Math.max(...sizes.map((one) => one.height)) };
  };

  const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab]";
  for (const node of document.querySelectorAll(targets)) {
    if (!isThere(node) || isInSentence(node)) continue;
    const { width, height } = reach(node);
    if (width >= SMALLEST && height >= SMALLEST) continue;
    const called = (node.getAttribute("aria-label") || node.textContent || node.name || "").trim().slice(0, 40);
    faults.push(`too small to touch: ${node.tagName.toLowerCase()} "${called}" is ${Math.round(width)} x ${Math.round(height)} px`);
  }
  return faults;
}
