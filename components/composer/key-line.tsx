/** The key that pays, on a phone, where there is no room for it beside the price. */
export function KeyLine({ name }: { name: string | null }) {
  if (name === null) return null;
  return (
    <p className="figures -mt-1 px-3.5 pb-2 text-right text-[12px] text-muted sm:hidden">{name}</p>
  );
}
