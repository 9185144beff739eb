import { makeData } from '@jishi/api-client/react';
import { SHOP_STALE } from '@jishi/api-client/stale';
import { focusManager, onlineManager } from '@tanstack/react-query';
import { api } from '../api/client';
import { toast } from '../parts/toast';
import { network } from '../platform/network';
import { storage } from '../platform/storage';
import { onLogin } from '../session/token';
import { useShown } from './useShown';

/** What this program knows of the server. */
export const data = makeData({
  api,
  stale: SHOP_STALE,
  keys: {
    read: (name) => storage.kept<string>(name),
    write: (name, text) => storage.keep(name, text),
    remove: (name) => storage.forget([name]),
  },
  onProblem: (problem) => toast(problem.message),
  useSeen: useShown,
});
// A page that is shown again asks again by itself; the window's focus says nothing of pages.
focusManager.setEventListener(() => () => {});
onlineManager.setEventListener((tell) => network.onChange(tell));
// What one shopper has seen is not for the next one on this device.
onLogin(() => void data.forget());
