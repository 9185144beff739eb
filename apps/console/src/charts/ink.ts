/** The colours and the letters of the page at this place, for what is not drawn by CSS. */
export function inkOf(place: Element) {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(`--ant-${name}`).trim();
  return {
    main: colour('color-primary'),
    pale: colour('color-primary-bg-hover'),
    warning: colour('color-warning'),
    text: colour('color-text'),
    quiet: colour('color-text-tertiary'),
    line: colour('color-border-secondary'),
    band: colour('color-fill-secondary'),
    ground: colour('color-bg-elevated'),
    font: style.fontFamily,
  };
}
