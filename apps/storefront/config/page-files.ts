/** The parts of webpack that are used here. */
interface Compilation {
  chunkGroups: Iterable<{ origins: { request?: string }[]; getFiles(): string[] }>;
  emitAsset(file: string, source: unknown): void;
  hooks: { processAssets: { tap(options: { name: string; stage: number }, run: () => void): void } };
}
interface Compiler {
  webpack: { sources: { RawSource: new (text: string) => unknown } };
  hooks: { thisCompilation: { tap(name: string, run: (compilation: Compilation) => void): void } };
}
const NAME = 'PageFiles';
/** After the files have got their final names (PROCESS_ASSETS_STAGE_REPORT). */
const STAGE = 5000;

/** Writes pages.json: the pages of the build, and the scripts and styles that each loads first. The server preloads them in the html. */
export class PageFiles {
  apply(compiler: Compiler): void {
    compiler.hooks.thisCompilation.tap(NAME, (compilation) => {
      compilation.hooks.processAssets.tap({ name: NAME, stage: STAGE }, () => {
        const pages: Record<string, string[]> = {};
        for (const group of compilation.chunkGroups)
          for (const { request } of group.origins) {
            const [, page] = /(?:^|[/\\])((?:pages|trade|account)\/\w+)(?:\.tsx)?$/.exec(request ?? '') ?? [];
            if (page) pages[page] = group.getFiles().map((file) => `/${file}`);
          }
        compilation.emitAsset('pages.json', new compiler.webpack.sources.RawSource(JSON.stringify(pages)));
      });
    });
  }
}
