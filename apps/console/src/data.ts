import { makeData } from '@jishi/api-client/react';
import { ADMIN_STALE } from '@jishi/api-client/stale';
import { api } from './api.ts';
import { tellProblem } from './parts/ask.ts';

/** What the console knows of the server. Keys of changes live as long as the tab, so that a reload repeats nothing. */
export const data = makeData({
  api,
  stale: ADMIN_STALE,
  onProblem: tellProblem,
  keys: {
    read: (name) => sessionStorage.getItem(name),
    write: (name, text) => sessionStorage.setItem(name, text),
    remove: (name) => sessionStorage.removeItem(name),
  },
});
