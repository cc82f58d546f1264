// A rule's pair, run in the reader's browser: before and after as they stand in the repository, or as the reader edits them.
const root = new URL("../../", import.meta.url);
const ROWS = 28; // of code that is shown at once
const CLOCK = 1e-3; // seconds, by which browsers blur their clocks

const PANEL = `
<p role="status"></p>
<pre class="mp-playground__error" role="region" tabindex="0" aria-label="The error" hidden></pre>
<pre class="mp-playground__printed" role="region" tabindex="0" aria-label="What the code prints" hidden></pre>
<div class="mp-playground__found" hidden>
<p class="mp-playground__answers"></p>
<div class="rulebook-scroll" role="region" tabindex="0" aria-label="Counts of this run">
<table class="rulebook-table">
<thead><tr><th scope="col">In one run</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Before ÷ after</th></tr></thead>
<tbody></tbody>
</table>
</div>
</div>
<div class="mp-playground__more" hidden>
<p class="mp-playground__note">The inputs are those that were measured. Answers and counts are exact. Memory and time are this browser's, whose Python has smaller pointers and
runs more slowly: <strong>they are not the evidence.</strong> Recorded: <a href="#evidence"></a>. <a>How rules are measured</a></p>
<details>
<summary>Change the code, and run it again</summary>
<p class="mp-playground__code"><label><span></span><textarea></textarea></label><label><span></span><textarea></textarea></label></p>
<p><button class="mp-button" type="button">Undo all changes</button></p>
</details>
</div>`;

const CONTROLS = `
<button class="mp-button" type="button">Stop</button>
<label>Size <select></select></label>`;

const digits = value => value.toLocaleString("en", { maximumSignificantDigits: 3 });

function amount(value, unit) {
  if (unit === "integer") return value.toLocaleString("en");
  if (unit === "second") return value < CLOCK ? "<\u00a01\u00a0ms" : `${digits(value * 1e3)}\u00a0ms`;
  return value < 1e6 ? `${digits(value / 1e3)}\u00a0kB` : `${digits(value / 1e6)}\u00a0MB`;
}

class Playground {
  constructor(place) {
    this.place = place;
    this.start = place.querySelector("button");
    const controls = place.querySelector("p");
    controls.querySelector("span").remove();
    controls.insertAdjacentHTML("beforeend", CONTROLS);
    place.insertAdjacentHTML("beforeend", PANEL);
    const find = selector => place.querySelector(selector);
    this.end = controls.querySelector("button:last-of-type");
    this.size = find("select");
    this.code = [...place.querySelectorAll("textarea")];
    this.status = find("[role=status]");
    this.error = find(".mp-playground__error");
    this.found = find(".mp-playground__found");
    this.answers = find(".mp-playground__answers");
    this.rows = find("tbody");
    this.printed = find(".mp-playground__printed");
    this.end.addEventListener("click", () => this.busy && this.stop("Stopped."));
    find("details button").addEventListener("click", () => this.fill());
    find(".mp-playground__note a:last-child").href = new URL("method/", root);
    this.say(false, "");
  }

  // What is going on, in words; and which button there is to press.
  say(busy, words) {
    this.busy = busy;
    this.start.setAttribute("aria-disabled", String(busy));
    this.end.setAttribute("aria-disabled", String(!busy));
    this.status.textContent = words;
  }

  stop(words) {
    this.worker?.terminate();
    this.worker = null;
    this.say(false, words);
  }

  async run() {
    if (this.busy) return;
    this.found.hidden = this.error.hidden = this.printed.hidden = true;
    this.rows.replaceChildren();
    this.printed.textContent = "";
    this.say(true, this.worker ? "Starting…" : "Loading Python…");
    const turn = this.turn = {};
    try {
      await (this.rule ?? this.load());
    } catch (error) {
      this.stop(`The rule could not be loaded: ${error.message}. Run it again to try again.`);
    }
    if (!this.busy || turn !== this.turn) return; // stopped meanwhile
    this.worker ??= this.thread();
    const { workload, before, after, files } = this.rule;
    const edited = { [before]: this.code[0].value, [after]: this.code[1].value };
    this.worker.postMessage({ workload, size: Number(this.size.value), files: { ...files, ...edited } });
  }

  thread() {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("error", event => worker === this.worker && this.stop(`Python could not be loaded: ${event.message || "no connection"}.`));
    worker.addEventListener("message", ({ data }) => worker === this.worker && this.show(data));
    return worker;
  }

  async load() {
    const address = new URL(`data/playground/${this.place.dataset.rulebookId}.json`, root);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    const { sizes, unit, reference, recorded } = this.rule = await response.json();
    this.size.replaceChildren(...sizes.map(size => new Option(`${size.toLocaleString("en")} ${unit}`, size, false, size === reference)));
    this.place.querySelector("[href='#evidence']").textContent = recorded;
    this.fill();
    this.place.querySelector(".mp-playground__more").hidden = false;
  }

  fill() {
    for (const [number, path] of [this.rule.before, this.rule.after].entries()) {
      const text = this.rule.files[path];
      this.code[number].value = text;
      this.code[number].rows = Math.min(text.split("\n").length, ROWS);
      this.code[number].spellcheck = false;
      this.code[number].previousSibling.textContent = path.split("/").pop();
    }
  }

  show({ running, printed, equal, answers, quantity, values, error, done, broken }) {
    if (running) {
      this.version = running;
      this.say(true, `Python ${running} is running before and after…`);
    }
    if (printed !== undefined) {
      this.printed.hidden = false;
      this.printed.append(`${printed}\n`);
    }
    if (answers) this.compare(equal, answers);
    if (quantity) this.add(quantity, values);
    if (error) {
      this.error.textContent = error.trimEnd();
      this.error.hidden = false;
      this.error.scrollTop = this.error.scrollHeight; // what was raised stands last
    }
    if (broken) this.stop(broken);
    if (done) this.say(false, this.error.hidden ? `Done, with Python ${this.version}.` : "The code raised an error; its last line says which.");
  }

  compare(equal, answers) {
    const lines = equal ? [["Both give the same answer: ", answers[0]]] : [["Before gives ", answers[0]], ["After gives ", answers[1]]];
    this.answers.replaceChildren(...lines.flatMap(([words, answer]) => {
      const code = document.createElement("code");
      code.textContent = answer;
      return [words, code, document.createElement("br")];
    }));
    if (!equal) this.answers.prepend("The answers differ. ");
    this.found.hidden = false;
  }

  add({ label, unit, exact }, [before, after]) {
    const row = this.rows.insertRow();
    const heading = document.createElement("th");
    heading.scope = "row";
    heading.textContent = exact ? label : `${label}, in this browser`;
    row.append(heading);
    const ratio = before === after ? "the same" : after ? `${digits(before / after)}×` : "";
    for (const text of [amount(before, unit), amount(after, unit), exact ? ratio : "not the evidence"]) row.insertCell().textContent = text;
  }
}

let playground = null;

export function run(place) {
  playground ??= new Playground(place);
  playground.run();
}
