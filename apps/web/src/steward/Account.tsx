/** An account by the start of its id, which is enough to tell a few apart; the whole is in its title. */
export function Account({ id }: { id: string }) {
  return (
    <code title={id} className="whitespace-nowrap font-mono text-[0.8125rem]">
      {id.slice(0, 8)}…{id.slice(-4)}
    </code>
  )
}
