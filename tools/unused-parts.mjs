// What packages bring besides what is used of them: a second build for a <script> tag, weights of a font. It is deleted after each install.
import { rmSync } from 'node:fs';
import path from 'node:path';

const FONT = '@expo-google-fonts/noto-sans-sc';
/** Folders below node_modules that nothing of ours asks for; a test holds the sources to that. */
export const UNUSED_PARTS = [
  'antd/dist',
  'echarts/dist',
  ...['100Thin', '200ExtraLight', '300Light', '500Medium', '600SemiBold', '800ExtraBold'].map((w) => `${FONT}/${w}`),
];

export function dropUnusedParts(root = '.') {
  for (const part of UNUSED_PARTS) rmSync(path.join(root, 'node_modules', part), { recursive: true, force: true });
}
