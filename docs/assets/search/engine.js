// From what a reader types to ranked pages. Runs in a worker.
import MiniSearch from "../vendor/minisearch.js";
import { stemmer } from "../vendor/stemmer.js";

// How much a word counts by where it stands: what a page is called outweighs what it mentions.
const FIELDS = { title: 4, names: 4, symptoms: 3, keywords: 3, summary: 2, headings: 1.5, stacks: 1, parts: 1, kind: 0.5 };
// Rules answer questions; the other pages lead to rules.
const KINDS = { Guide: 0.7, Section: 0.6, Page: 0.5, Reference: 0.4 };
// Decides between rules that fit alike.
const LEVELS = { critical: 1.04, high: 1.03, medium: 1.02, low: 1.01 };

// How much a form of a word counts beside the word itself.
const STEM = 0.8;
const PART = 0.6;
const SYNONYM = 0.5;
const NUMBER = 0.3;
const NEARLY = { prefix: 0.4, fuzzy: 0.4 };
// Below 1: a word that stands everywhere on one page does not outweigh a second word that was asked for.
const SATURATION = 0.8;
// Above 1: one rare word that was asked for outweighs several common ones.
const RARITY = 1.5;

const STOP = new Set((
  "a about after all also am an and any are as at be because been before but by can could did do does for from get got had has "
  + "have how i if in into is it its me my need not of on or our should so than that the their them then there these they this to "
  + "too up use using very via was we were what when where which while who why will with would you your"
).split(" "));

// Results that score below this part of the best one share a common word with the query and nothing else.
const WORTH = 0.15;

// What in an error message is true of one machine and one moment only: ids, addresses, times, paths.
const NOISE = /\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b0x[0-9a-f]+\b|\b\d+[.:]\d[\d.:]*\b|(?<=^|[\s"'(])(?:[a-z]:)?(?:[\\/][\w.@-]+){2,}/gi;

// "n+1" is a word of the field; any other is letters, digits and underscores.
const WORD = /[a-z]\+\d|[\p{L}\p{N}_]+/giu;

const MOST = 40; // words of what was pasted; the error is the last line of a traceback
const LONG = 30; // characters of a keyword that says more than a name: an error message

const list = value => [value ?? []].flat();
const split = text => text.match(WORD) ?? [];
const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
// "db-n-plus-one", "db/nplusone/" and "DB N plus one" are one name.
const bare = text => fold(text).replace(/[^a-z0-9]/g, "");
const trim = word => fold(word.replace(/^_+|_+$/g, ""));
const stem = word => (/^[a-z]{4,}$/.test(word) ? stemmer(word) : word);

// "ThreadPoolExecutor" and "run_in_executor" are found by their parts, too.
function parts(word) {
  const found = word.replace(/(\p{Ll}|\d)(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$&_").split("_").filter(Boolean).map(fold);
  return found.length > 1 ? found : [];
}

// How many letters may be wrong. A code or a number is right, or it is another.
function distance(word) {
  if (/\d/.test(word) || word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

function position(words, phrase) {
  return phrase.length ? words.findIndex((_, at) => phrase.every((word, offset) => words[at + offset] === word)) : -1;
}

export class Engine {
  // The object that `python -m rulebook generate` writes as data/search.json.
  constructor({ columns, synonyms }) {
    this.documents = columns.address.map((_, row) =>
      Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]])));
    this.synonyms = synonyms.map(group => group.map(member => split(member).map(trim).filter(word => !STOP.has(word)).map(stem)));
    this.found = new Map();
    this.forms = new Map();
    // In how many documents a term stands, and the last of them.
    this.frequency = new Map();
    const last = new Map();
    let current;
    this.index = new MiniSearch({
      idField: "key",
      fields: Object.keys(FIELDS),
      extractField: (fields, name) => {
        current = fields.key;
        return fields[name];
      },
      tokenize: (text, field) => (field === "parts" ? split(text).flatMap(parts) : split(text).map(trim)),
      processTerm: word => {
        if (!word || STOP.has(word)) return null;
        const forms = [...new Set([word, stem(word)])];
        for (const term of forms) {
          if (last.get(term) !== current) this.frequency.set(term, (this.frequency.get(term) ?? 0) + 1);
          last.set(term, current);
        }
        return forms;
      },
    });
    this.index.addAll(this.documents.map((document, key) => {
      const fields = Object.fromEntries(Object.keys(FIELDS).map(name => [name, list(document[name]).join("\n")]));
      const names = [...list(document.id), ...list(document.codes)].join("\n");
      return { ...fields, key, names, parts: Object.values(fields).join("\n") };
    }));
  }

  // The best `limit` documents for a query, and how many there are in all.
  search(query, limit = 20) {
    const concepts = this.concepts(query);
    const found = new Map();
    for (const [number, forms] of concepts.entries()) {
      for (const { words, weight, loose } of forms) {
        const [first, ...others] = words.map(word => this.hits(word, loose));
        for (const key of first.keys()) {
          if (!others.every(hits => hits.has(key))) continue;
          const each = [first, ...others].map(hits => hits.get(key));
          if (!found.has(key)) found.set(key, { scores: new Array(concepts.length).fill(0), terms: new Set() });
          const { scores, terms } = found.get(key);
          // A word counts once, by the best of its forms.
          scores[number] = Math.max(scores[number], (weight * Math.min(...each.map(hit => hit.score))) ** SATURATION);
          for (const hit of each) hit.terms.forEach(term => terms.add(term));
        }
      }
    }
    const asked = bare(query);
    const results = [...found].map(([key, { scores, terms }]) => {
      const document = this.documents[key];
      const named = [...list(document.id), ...list(document.codes)].some(name => bare(name) === asked);
      const covered = scores.filter(Boolean).length / concepts.length;
      const standing = (KINDS[document.kind] ?? 1) * (LEVELS[document.impact] ?? 1);
      return { document, terms, named, score: scores.reduce((sum, score) => sum + score, 0) * covered * standing };
    });
    results.sort((one, other) => other.named - one.named || other.score - one.score);
    const worth = results.filter(({ score, named }) => named || score >= WORTH * results[0].score);
    return { total: worth.length, results: worth.slice(0, limit).map(each => this.shown(each)) };
  }

  // What was typed: for each word, the forms that it may have here. A form is one word, or several that must all be there.
  concepts(query) {
    const all = [...new Set(split(query.replace(NOISE, " ")).filter(trim))].slice(-MOST);
    const telling = all.filter(word => !STOP.has(trim(word)));
    const typed = telling.length ? telling : all;
    const stems = typed.map(word => stem(trim(word)));
    const concepts = typed.map((original, number) => {
      const word = trim(original);
      const known = this.known(word) || this.known(stems[number]);
      const forms = [{ words: [word], weight: /^\d+$/.test(word) ? NUMBER : 1, loose: !known }];
      if (stems[number] !== word) forms.push({ words: [stems[number]], weight: STEM });
      for (const part of parts(original)) forms.push({ words: [part], weight: PART });
      // "event loop" and "eventloop" are the same to a reader.
      const joined = word + trim(typed[number + 1] ?? "");
      if (joined !== word && this.known(joined)) forms.push({ words: [joined], weight: 1 });
      return known ? forms : [...forms, ...this.halves(word)];
    });
    for (const group of this.synonyms) {
      const member = group.find(phrase => position(stems, phrase) >= 0);
      if (!member) continue;
      const others = group.filter(phrase => phrase !== member).map(words => ({ words, weight: SYNONYM }));
      concepts[position(stems, member)].push(...others);
    }
    return concepts;
  }

  // Two known words that were written as one.
  halves(word) {
    for (let at = 3; at <= word.length - 3; at++) {
      const words = [word.slice(0, at), word.slice(at)];
      if (words.every(half => this.known(half))) return [{ words, weight: 1 }];
    }
    return [];
  }

  known(word) {
    return this.frequency.has(word);
  }

  // The documents of one word by their number, with score and matched terms; kept, for the next key adds to the same words.
  hits(word, loose = false) {
    const key = `${word} ${loose}`;
    if (this.found.size > 200) this.found.clear();
    if (!this.found.has(key)) {
      const hits = this.index.search(word, {
        tokenize: term => [term],
        processTerm: term => term,
        boost: FIELDS,
        prefix: loose && word.length > 1,
        fuzzy: loose ? distance(word) : 0,
        weights: NEARLY,
        // Nearly no penalty for length: a rule that names more symptoms is no worse.
        bm25: { k: 1.2, b: 0.2, d: 0.5 },
        boostDocument: (_, term) => this.rarity(term) ** RARITY,
      });
      this.found.set(key, new Map(hits.map(hit => [hit.id, hit])));
    }
    return this.found.get(key);
  }

  // How much a term tells. MiniSearch judges field by field, and there a common word is rare in titles.
  rarity(term) {
    const count = this.frequency.get(term);
    return Math.log(1 + (this.documents.length - count + 0.5) / (count + 0.5));
  }

  // What a result shows: title and one line, in pieces that are marked or not; the line says best why it is here.
  shown({ document, terms }) {
    const told = line => new Set(split(line).flatMap(word => this.matches(word, terms)));
    const worth = line => [...told(line)].reduce((sum, term) => sum + this.rarity(term), 0);
    const messages = list(document.keywords).filter(keyword => keyword.length > LONG && keyword.includes(" "));
    const lines = [document.summary ?? "", ...list(document.symptoms), list(document.codes).join(", "), ...messages, ...list(document.headings)];
    const line = lines.reduce((best, next) => (worth(next) > worth(best) ? next : best));
    return {
      address: document.address,
      kind: document.kind,
      number: document.number,
      gain: document.gain,
      title: this.marked(document.title, terms),
      line: this.marked(line, terms),
    };
  }

  // Under which of these terms a word of a text was found.
  matches(word, terms) {
    if (!this.forms.has(word)) this.forms.set(word, [trim(word), ...parts(word)].flatMap(form => [form, stem(form)]));
    return this.forms.get(word).filter(form => terms.has(form));
  }

  marked(text, terms) {
    const pieces = [];
    let end = 0;
    for (const found of text.matchAll(WORD)) {
      if (!this.matches(found[0], terms).length) continue;
      pieces.push([text.slice(end, found.index), false], [found[0], true]);
      end = found.index + found[0].length;
    }
    return [...pieces, [text.slice(end), false]].filter(([piece]) => piece);
  }
}
