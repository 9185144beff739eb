/**
 * Puts a text into the clipboard. A page on plain http (a shop in the local network) has no `navigator.clipboard`; there the older way
 * is taken. Rejects when the browser allows neither.
 */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.style.cssText = 'position:fixed;opacity:0';
  document.body.append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  if (!isDone) throw new Error('浏览器不允许复制，请手动选中文字复制');
}
