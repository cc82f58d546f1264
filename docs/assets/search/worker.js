// Keeps the index off the page's own thread.
import { Engine } from "./engine.js";

async function load() {
  const address = new URL("../../data/search.json", import.meta.url);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return new Engine(await response.json());
}

const engine = load();
engine.catch(() => {}); // whoever asks is told, below

addEventListener("message", async ({ data: { number, query, limit } }) => {
  try {
    postMessage({ number, ...(await engine).search(query, limit) });
  } catch (error) {
    postMessage({ number, error: String(error) });
  }
});
