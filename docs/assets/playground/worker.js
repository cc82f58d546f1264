// Python in a thread of its own, so that the page can end it whatever it does.
import { loadPyodide } from "../vendor/pyodide/pyodide.mjs";

const root = new URL("../../", import.meta.url);
const HOME = "/home/pyodide/";
const LINES = 100; // of what the code prints; an endless loop prints more than anybody reads
const WIDTH = 1000; // characters of a line

let printed = 0;

function print(line) {
  if (printed < LINES) postMessage({ printed: line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line });
  else if (printed === LINES) postMessage({ printed: "… and more, which is not shown." });
  printed++;
}

function write(python, files) {
  for (const [path, text] of Object.entries(files)) {
    python.FS.mkdirTree(HOME + path.slice(0, path.lastIndexOf("/")));
    python.FS.writeFile(HOME + path, text);
  }
}

async function load() {
  const address = new URL("data/playground/harness.json", root);
  const [python, response] = await Promise.all([
    loadPyodide({
      // Two edits within a second may have the same length; nothing must remember the first.
      env: { HOME, PYTHONPATH: HOME, PYTHONDONTWRITEBYTECODE: "1" },
      packageBaseUrl: new URL("assets/vendor/pyodide/", root).href, // instead of another host
      stdin: () => null,
      stdout: print,
      stderr: print,
    }),
    fetch(address),
  ]);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  write(python, await response.json());
  return { python, runner: python.pyimport("examples.harness.playground") };
}

// Where its WebAssembly does not come, Pyodide keeps that to itself and waits for ever.
const missing = new Promise((_, reject) => {
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = (...all) => {
    const instance = instantiateStreaming(...all);
    instance.catch(reject);
    return instance;
  };
});
const loading = Promise.race([load(), missing]);
loading.catch(() => {}); // whoever asks is told, below

addEventListener("message", async ({ data: { workload, size, files } }) => {
  let what = "Python could not be loaded";
  try {
    const { python, runner } = await loading;
    what = "Python ended";
    postMessage({ running: python.runPython("import platform; platform.python_version()") });
    write(python, files);
    runner.forget();
    printed = 0;
    runner.run(workload, size, text => {
      postMessage(JSON.parse(text));
      printed = Infinity; // further calls would print the same
    });
    postMessage({ done: true });
  } catch (error) {
    postMessage({ broken: `${what}: ${error}` });
  }
});
