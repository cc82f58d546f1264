// The search as readers see it: a dialog over the header, and what a missing page suggests.
const root = new URL("../../", import.meta.url);
const LIMIT = 20;
const SUGGESTIONS = 5;
const PAUSE = 300; // ms without a key before the address takes the query; browsers refuse too many changes

let worker = null;
let asked = 0;
const waiting = new Map();

function fail(error) {
  worker?.terminate();
  worker = null;
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}

// Ask the engine. Rejects when it cannot be loaded; the next call tries again.
function ask(query, limit) {
  if (!worker) {
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("error", event => fail(new Error(event.message || "the worker did not start")));
    worker.addEventListener("message", ({ data: { number, error, ...answer } }) => {
      if (error) return fail(new Error(error));
      waiting.get(number)?.resolve(answer);
      waiting.delete(number);
    });
  }
  return new Promise((resolve, reject) => {
    waiting.set(++asked, { resolve, reject });
    worker.postMessage({ number: asked, query, limit });
  });
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const pieces = text => text.map(([piece, marked]) => (marked ? element("mark", {}, piece) : piece));

function result({ address, kind, number, gain, title, line }) {
  const measured = [number ? element("strong", {}, number) : "", number ? " " : "", gain ?? ""];
  return [
    new URL(address, root).href,
    element("span", { class: "mp-result__title" }, ...pieces(title)),
    element("span", { class: "mp-result__where" }, kind, gain ? " · " : "", ...measured),
    element("span", { class: "mp-result__line" }, ...pieces(line)),
  ];
}

const SHUT = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 5l14 14M19 5L5 19"/></svg>';

class Search {
  constructor() {
    this.input = element("input", {
      type: "text", class: "mp-search__input", role: "combobox", placeholder: "Symptom, error message, API, lint code",
      "aria-label": "Search", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "mp-search-results",
      autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false", enterkeyhint: "go",
    });
    this.close = element("button", { type: "button", class: "mp-search__close", "aria-label": "Close the search" });
    this.close.innerHTML = SHUT;
    this.status = element("p", { class: "mp-search__status", role: "status" });
    this.list = element("div", { class: "mp-search__results", id: "mp-search-results", role: "listbox", "aria-label": "Results" });
    this.dialog = element(
      "dialog", { class: "mp-search", "aria-label": "Search" },
      element("div", { class: "mp-search__bar", role: "search" }, this.input, this.close),
      element("div", { class: "mp-search__output", tabindex: "0" }, this.status, this.list),
    );
    document.body.append(this.dialog);
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", event => this.pressed(event));
    this.close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", event => event.target === this.dialog && this.dialog.close());
    this.dialog.addEventListener("close", () => this.address(""));
    this.list.addEventListener("click", () => this.address(this.input.value));
  }

  open(query) {
    if (this.dialog.open) return;
    this.dialog.showModal();
    if (query) this.input.value = query;
    this.input.focus();
    this.input.select();
    this.ask();
  }

  // The address of the page holds the query, so that a search can be linked and is there again after a step back.
  address(query) {
    clearTimeout(this.timer);
    const url = new URL(location.href);
    if (query.trim()) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  }

  ask() {
    const query = this.input.value;
    this.list.setAttribute("aria-busy", "true");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.address(query), PAUSE);
    this.answered = ask(query, LIMIT).then(
      answer => query === this.input.value && this.show(query, answer),
      () => this.show(query, { total: 0, results: [], failed: true }),
    );
  }

  show(query, { total, results, failed }) {
    this.options = results.map((each, number) => {
      const [href, ...inside] = result(each);
      return element("a", { class: "mp-result", role: "option", id: `mp-result-${number}`, href, tabindex: "-1", "aria-selected": "false" }, ...inside);
    });
    this.list.replaceChildren(...this.options);
    this.list.setAttribute("aria-busy", "false");
    this.list.hidden = !results.length;
    this.list.parentElement.scrollTop = 0;
    this.choose(-1);
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    const count = total === 1 ? "1 result" : `${total > LIMIT ? `The first ${LIMIT} of ${total}` : total} results`;
    if (failed) this.status.replaceChildren("The search could not be loaded. ", element("a", { href: root.href }, "All rules"));
    else this.status.replaceChildren(query.trim() ? (total ? count : "Nothing found. Try fewer words, or the name of an API.") : "");
  }

  choose(number) {
    this.chosen = number;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    if (number < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", this.options[number].id);
    this.options[number].scrollIntoView({ block: "nearest" });
  }

  async pressed(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.options?.length) {
      event.preventDefault();
      // Above the first is the field itself, where no result is chosen.
      const places = this.options.length + 1;
      this.choose(((this.chosen + 1 + step + places) % places) - 1);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      await this.answered;
      this.options[Math.max(this.chosen, 0)]?.click();
    }
  }
}

let search = null;

export function open(query = "") {
  search ??= new Search();
  search.open(query);
}

// On a page that does not exist: rules for the words of its address, whatever version it belonged to.
export async function suggest(place) {
  const base = new Set(root.pathname.split("/"));
  const version = /^(v?\d+(\.\d+)*|latest|dev)$/;
  const steps = location.pathname.split("/").filter(step => !base.has(step) && !version.test(step));
  const words = steps.join(" ").replace(/\.html?\b|\bindex\b|%[0-9a-f]{2}|[-_+]/gi, " ").trim();
  if (!words) return;
  const { results } = await ask(words, SUGGESTIONS);
  if (!results.length) return;
  place.querySelector("ul").replaceChildren(...results.map(each => {
    const [href, title, ...rest] = result(each);
    return element("li", {}, element("a", { href }, title), " ", ...rest);
  }));
  place.hidden = false;
}
