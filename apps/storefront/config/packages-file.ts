/** The parts of webpack that are used here. */
interface Module {
  resource?: string;
  /** Those that were joined into one. */
  modules?: Iterable<Module>;
}
interface Compilation {
  modules: Iterable<Module>;
  emitAsset(file: string, source: unknown): void;
  hooks: { processAssets: { tap(options: { name: string; stage: number }, run: () => void): void } };
}
interface Compiler {
  webpack: { sources: { RawSource: new (text: string) => unknown } };
  hooks: { thisCompilation: { tap(name: string, run: (compilation: Compilation) => void): void } };
}
const NAME = 'PackagesFile';
/** After the files have got their final names (PROCESS_ASSETS_STAGE_REPORT). */
const STAGE = 5000;
const FOLDER = /node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/g;

/** Writes .packages.json: folders of the packages whose code is in the pages. The archive passes their terms on. */
export class PackagesFile {
  apply(compiler: Compiler): void {
    compiler.hooks.thisCompilation.tap(NAME, (compilation) => {
      compilation.hooks.processAssets.tap({ name: NAME, stage: STAGE }, () => {
        const folders = new Set<string>();
        const note = ({ resource = '', modules = [] }: Module) => {
          // Nested ones too: a/node_modules/b is told as it lies.
          const last = [...resource.matchAll(FOLDER)].at(-1);
          if (last) folders.add(resource.slice(resource.indexOf('node_modules'), last.index + last[0].length));
          for (const one of modules) note(one);
        };
        for (const module of compilation.modules) note(module);
        const text = JSON.stringify([...folders].map((folder) => folder.replaceAll('\\', '/')).sort());
        compilation.emitAsset('.packages.json', new compiler.webpack.sources.RawSource(text));
      });
    });
  }
}
