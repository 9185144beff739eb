import { uploadPicture as upload } from '@jishi/api-client/admin';
import { api } from '../../../api.ts';

const MAX_BYTES = 8 * 1024 * 1024;

/** Uploads one picture into a folder of the library, and returns its address. Rejects with ApiProblem, or with a sentence before sending what cannot be taken. */
export async function uploadPicture(file: File, folder = ''): Promise<string> {
  if (!file.type.startsWith('image/')) throw new Error(`「${file.name}」不是图片`);
  if (file.size > MAX_BYTES) throw new Error(`「${file.name}」超过 8 MB`);
  const form = new FormData();
  // Before the file: what comes behind it is not waited for.
  if (folder) form.append('folder', folder);
  form.append('file', file);
  return (await api(upload, { form })).url;
}
