import { COMMON, USED } from './used-attributes';

/** The parts of webpack that are used here. */
interface Compilation {
  getAsset(file: string): { source: { source(): string | Buffer } } | undefined;
  updateAsset(file: string, source: unknown): void;
  hooks: { processAssets: { tap(options: { name: string; stage: number }, run: () => void): void } };
}
interface Compiler {
  webpack: { sources: { RawSource: new (text: string) => unknown } };
  hooks: { thisCompilation: { tap(name: string, run: (compilation: Compilation) => void): void } };
}
const NAME = 'LeanTemplates';
const TEMPLATES = 'base.wxml';
/** After the files have got their final names (PROCESS_ASSETS_STAGE_REPORT). */
const STAGE = 5000;

/** One opening tag with its attributes, which Taro writes in double quotes. */
const TAG = /<([a-z-]+)((?: [\w:-]+="[^"]*")+)( ?\/?)>/g;
const ATTRIBUTE = / ([\w:-]+)="[^"]*"/g;

/** Taro writes every attribute that an element could have, once for each level of nesting; here those stay that are used. */
export const leaner = (wxml: string): string =>
  wxml.replace(TAG, (whole, tag: string, attributes: string, end: string) => {
    const used = USED[tag];
    if (!used) return whole;
    const kept = attributes.replace(ATTRIBUTE, (one, name: string) =>
      COMMON.includes(name) || name.startsWith('wx:') || used.includes(name) ? one : '',
    );
    return `<${tag}${kept}${end}>`;
  });

export class LeanTemplates {
  apply(compiler: Compiler): void {
    compiler.hooks.thisCompilation.tap(NAME, (compilation) => {
      compilation.hooks.processAssets.tap({ name: NAME, stage: STAGE }, () => {
        const asset = compilation.getAsset(TEMPLATES);
        if (!asset) return;
        const lean = leaner(asset.source.source().toString());
        compilation.updateAsset(TEMPLATES, new compiler.webpack.sources.RawSource(lean));
      });
    });
  }
}
