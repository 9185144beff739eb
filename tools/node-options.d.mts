export const SERVER_OPTIONS: string[];
export const SERVER_ENV: Record<string, string>;
