/** For the present one of a row that scrolls sideways: as soon as it stands there, and again when another takes its place. */
export function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest", inline: "center" });
}
