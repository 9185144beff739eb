/** A number as it may stand on a screen that others see: "138****8000", "+852****4567"; of a short one the last four digits. */
export function maskedPhone(phone: string): string {
  const shown = phone.startsWith('+') ? 4 : 3;
  return phone.length >= 11 ? `${phone.slice(0, shown)}****${phone.slice(-4)}` : `****${phone.slice(-4)}`;
}
