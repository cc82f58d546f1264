// The table of all rules, filtered and sorted. What is chosen stands in the address, so it can be sent and gone back to.
(() => {
  "use strict";

  const form = document.querySelector(".rulebook-filters");
  const table = document.getElementById("rulebook-all");
  if (!form || !table) return;
  const body = table.tBodies[0];
  const ranked = [...body.rows]; // as the page was made: the greatest effect first
  const shown = form.querySelector("output");
  // No control is called q: the theme's search takes that from the address.
  const controls = [...form.elements].filter(control => control.name);
  const choices = controls.filter(control => control.name !== "text");
  const headings = [...table.tHead.querySelectorAll("[data-sort]")];
  const words = new Map(ranked.map(row => [row, `${row.textContent} ${row.dataset.words}`.toLowerCase()]));
  let order = ""; // the name of a column, after a minus sign where it runs backwards
  let standing = ""; // the order in which the rows are

  // Numbers start with the greatest, choices with the first that their control offers, words with A.
  function key(row, name) {
    const control = form.elements[name];
    if (name === "gain") return -Number(row.dataset.gain);
    if (!control) return row.dataset[name];
    return [...control.options].findIndex(option => option.value !== "any" && holds(row, name, option.value));
  }

  const holds = (row, name, value) => row.dataset[name].includes(`|${value}|`);
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));

  function sorted() {
    const name = order.replace("-", "");
    if (!name) return ranked;
    const rows = ranked.map(row => [key(row, name), row]).sort(([a], [b]) => compare(a, b));
    return (order === name ? rows : rows.reverse()).map(([, row]) => row);
  }

  function apply() {
    const asked = form.elements.text.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const row of ranked) {
      row.hidden = !(
        choices.every(control => !control.value || holds(row, control.name, control.value)) &&
        asked.every(word => words.get(row).includes(word))
      );
      count += !row.hidden;
    }
    if (order !== standing) body.append(...sorted());
    standing = order;
    const name = order.replace("-", "") || "impact";
    const falls = (name === "impact" || name === "gain") !== order.startsWith("-");
    for (const heading of headings) {
      if (heading.dataset.sort === name) heading.setAttribute("aria-sort", falls ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
    const all = `${ranked.length} rules`;
    shown.value = count === ranked.length ? `All ${all}` : count ? `${count} of ${all}` : `None of ${all}: choose less, or reset`;
  }

  function read() {
    const asked = new URLSearchParams(location.search);
    for (const control of controls) {
      control.value = asked.get(control.name) ?? "";
      if (control.selectedIndex === -1) control.value = ""; // an address from another version
    }
    const name = asked.get("sort") ?? "";
    order = headings.some(heading => heading.dataset.sort === name.replace("-", "")) ? name : "";
    apply();
  }

  function write(how) {
    const address = new URL(location.href);
    const chosen = [...controls.map(control => [control.name, control.value]), ["sort", order]];
    for (const [name] of chosen) address.searchParams.delete(name);
    for (const [name, value] of chosen) if (value) address.searchParams.set(name, value);
    if (address.href !== location.href) history[how](null, "", address);
    apply();
  }

  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const name = heading.dataset.sort;
      order = (order || "impact") === name ? `-${name}` : name;
      write("pushState");
    });
  }

  // Each choice is a step to go back to; letters that are typed are not.
  form.addEventListener("change", () => write("pushState"));
  form.elements.text.addEventListener("input", () => write("replaceState"));
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => {
    order = "";
    setTimeout(write, 0, "pushState"); // after the controls are empty
  });
  addEventListener("popstate", read);
  form.hidden = false;
  read();
})();
