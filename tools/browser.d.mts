/** Path of a Chromium that runs. Throws with what to do when there is none and none can be installed. */
export function browserExecutable(): Promise<string>;
/** Puts a Chinese font where fontconfig looks, unless there is one. */
export function chineseFont(): void;
