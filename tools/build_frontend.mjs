// Compiles static/{css,js,img} into the folder named on the command line: hashed files, .gz and .br, manifest.json, THIRD-PARTY.txt.
// Called by build_frontend.py, which decides whether there is anything to do.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const root = process.cwd();
const out = resolve(process.argv[2]);

const scss = {
  name: "scss",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, (args) => {
      const result = sass.compile(args.path, {
        loadPaths: [join(root, "static/css"), join(root, "node_modules")],
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      });
      return { contents: result.css, loader: "css", resolveDir: root };
    });
  },
};

function filesIn(folder, endings) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith("_") && endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(folder, name))
    .sort();
}

const copied = [".woff2", ".wasm", ".svg", ".png", ".webp", ".json", ".mp3"];
const result = await esbuild.build({
  absWorkingDir: root,
  entryPoints: [
    ...filesIn("static/css", [".scss"]),
    ...filesIn("static/js", [".js"]),
    ...filesIn("static/img", [".svg", ".png", ".webp"]),
    "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm",
  ],
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  metafile: true,
  legalComments: "none",
  target: ["chrome87", "firefox91", "safari15"],
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
  assetNames: "[name]-[hash]",
  loader: Object.fromEntries(copied.map((ending) => [ending, "copy"])),
  plugins: [scss],
  logLevel: "warning",
});

const manifest = {};
for (const [output, info] of Object.entries(result.metafile.outputs)) {
  const inputs = Object.keys(info.inputs);
  const source = info.entryPoint ?? (inputs.length === 1 ? inputs[0] : null);
  if (!source || basename(output).startsWith("chunk-")) continue;
  manifest[basename(source).replace(/\.scss$/, ".css")] = basename(output);
}

// PDFs embed fonts by these plain names; pages do not ask for them.
mkdirSync(join(out, "fonts"));
const printed = { "be-vietnam-pro": /-(latin|latin-ext|vietnamese)-(400|600|700)-normal\.woff2$/, tinos: /-(latin|latin-ext|vietnamese)-(400|700)-(normal|italic)\.woff2$/, inter: /-latin-ext-(400|600|700)-normal\.woff2$/ };
for (const [family, wanted] of Object.entries(printed)) {
  const folder = join(root, "node_modules/@fontsource", family, "files");
  for (const name of readdirSync(folder).filter((file) => wanted.test(file))) copyFileSync(join(folder, name), join(out, "fonts", name));
}

function licences() {
  const folders = new Set();
  for (const input of Object.keys(result.metafile.inputs)) {
    const match = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (match) folders.add(join(root, "node_modules", match[1]));
  }
  // Sass inlines Bootstrap before esbuild can see it; Tinos and Inter are only copied.
  for (const name of ["bootstrap", "@fontsource/tinos", "@fontsource/inter"]) folders.add(join(root, "node_modules", name));
  return [...folders].sort().map((folder) => {
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : "";
    return `${about.name} ${about.version} (${about.license})\n\n${text}\n`;
  });
}

mkdirSync(dirname(out), { recursive: true });
writeFileSync(join(out, "THIRD-PARTY.txt"), licences().join("\n" + "-".repeat(78) + "\n\n"));
for (const name of readdirSync(out)) {
  if (!/\.(css|js|svg|wasm|json)$/.test(name)) continue;
  const content = readFileSync(join(out, name));
  if (content.length < 600) continue;
  writeFileSync(join(out, name + ".gz"), gzipSync(content, { level: 9 }));
  writeFileSync(
    join(out, name + ".br"),
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  );
}
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, Object.keys(manifest).sort(), 2) + "\n");
