// Checklists that remember their ticks on this device, for each version of the site its own.
// Whatever is counted, copied, unticked or printed is what is shown.
(() => {
  "use strict";

  const root = document.querySelector(".rulebook-checklists");
  const form = root?.querySelector("form");
  if (!form) return;
  const store = `measured-python checklist ${root.dataset.rulebookVersion}`;
  const lists = [...root.querySelectorAll("[data-rulebook-list]")];
  const items = [...root.querySelectorAll(".rulebook-checklist > li")];
  const choices = [...form.querySelectorAll("select")];
  const box = item => item.querySelector("input");
  const shownIn = part => items.filter(item => !item.hidden && part.contains(item));
  const done = some => `${some.filter(item => box(item).checked).length} of ${some.length}`;

  function remember() {
    try {
      localStorage.setItem(store, JSON.stringify(items.map(box).filter(one => one.checked).map(one => one.id)));
    } catch {
      // Storage is switched off or full: the boxes work and forget.
    }
  }

  function recall() {
    let ticked = [];
    try {
      ticked = [JSON.parse(localStorage.getItem(store))].flat();
    } catch {
      // As above, or something else wrote there.
    }
    for (const item of items) box(item).checked = ticked.includes(box(item).id);
  }

  function markdown(item) {
    const words = [...item.querySelector("span").childNodes].map(node =>
      node.nodeName === "CODE" ? `\`${node.textContent}\`` : node.textContent);
    const rule = item.querySelector("a").textContent;
    return `- [${box(item).checked ? "x" : " "}] ${words.join("")} ([${rule}](${root.dataset.rulebookShort}${rule}/))`;
  }

  function show() {
    const { list, stack } = Object.fromEntries(choices.map(choice => [choice.name, choice.value]));
    const parts = [];
    for (const part of lists) {
      const chosen = !list || part.dataset.rulebookList === list;
      for (const item of part.querySelectorAll("li")) {
        item.hidden = !chosen || (Boolean(stack) && !item.dataset.stack.includes(`|${stack}|`));
      }
      const some = shownIn(part);
      part.hidden = !some.length;
      if (part.hidden) continue;
      const title = part.querySelector("h2");
      title.querySelector(".rulebook-done").textContent = done(some);
      parts.push([`### ${title.firstChild.textContent}`, "", ...some.map(markdown)].join("\n"));
    }
    const all = shownIn(root);
    form.querySelector("output").value = `${done(all)} done`;
    form.querySelector("progress").max = all.length || 1;
    form.querySelector("progress").value = all.filter(item => box(item).checked).length;
    form.querySelector("[data-rulebook-copy]").dataset.rulebookCopy = `${parts.join("\n\n")}\n`;
  }

  root.addEventListener("change", event => {
    if (event.target.type === "checkbox") remember();
    show();
  });
  form.addEventListener("change", () => {
    const chosen = choices.filter(choice => choice.value).map(choice => [choice.name, choice.value]);
    history.replaceState(null, "", chosen.length ? `?${new URLSearchParams(chosen)}` : location.pathname);
  });
  form.addEventListener("reset", event => {
    event.preventDefault();
    const ticked = shownIn(root).map(box).filter(one => one.checked);
    if (!ticked.length || !confirm(`Untick ${ticked.length} of what is shown?`)) return;
    for (const one of ticked) one.checked = false;
    remember();
    show();
  });
  form.elements.print.addEventListener("click", () => print());
  addEventListener("storage", () => { recall(); show(); }); // ticked in another tab

  for (const choice of choices) {
    choice.value = new URLSearchParams(location.search).get(choice.name) ?? "";
    if (choice.selectedIndex === -1) choice.value = "";
  }
  for (const title of root.querySelectorAll("h2")) {
    const count = document.createElement("span");
    count.className = "rulebook-done";
    title.append(count);
  }
  form.hidden = false;
  recall();
  show();
})();
