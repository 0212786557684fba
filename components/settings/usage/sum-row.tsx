type Props = { figures: readonly (readonly [name: string, value: string])[] };

/** Key figures side by side. */
export function SumRow({ figures }: Props) {
  return (
    <dl className="grid grid-cols-3 border-y border-line">
      {figures.map(([name, value]) => (
        <div
          key={name}
          className="flex flex-col justify-between border-l border-line px-3 py-3 first:border-0 first:pl-0 sm:px-5"
        >
          <dt className="text-[12px] leading-4 text-muted">{name}</dt>
          <dd className="figures mt-1 font-serif text-[26px] leading-8 text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
