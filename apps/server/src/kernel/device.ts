const PROGRAMS: [RegExp, string][] = [
  [/MicroMessenger.*miniProgram|miniProgram.*MicroMessenger/i, '微信小程序'],
  [/MicroMessenger/i, '微信'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, '火狐'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const MACHINES: [RegExp, string][] = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS|OpenHarmony/i, '鸿蒙设备'],
  [/Android/, '安卓设备'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh|Mac OS X/, 'Mac 电脑'],
  [/Linux|X11/, 'Linux 电脑'],
];
const LONGEST_AGENT = 200;

const nameIn = (table: [RegExp, string][], agent: string): string | undefined =>
  table.find(([pattern]) => pattern.test(agent))?.[1];

/** What a client calls itself, cut: any header may be as long as it likes. */
export const agentOf = (header: string | undefined): string => (header ?? '').slice(0, LONGEST_AGENT);

/** A client's name for itself in words by which a person recognises their own device: `微信 · iPhone`. */
export const deviceOf = (agent: string): string =>
  [nameIn(PROGRAMS, agent), nameIn(MACHINES, agent)].filter(Boolean).join(' · ') || '未知设备';
