type CommandOfProps = { accountId: string; commandId: string }

/** The hidden fields of a command on an account. */
export function CommandOf({ accountId, commandId }: CommandOfProps) {
  return (
    <>
      <input type="hidden" name="accountId" value={accountId} />
      <input type="hidden" name="commandId" value={commandId} autoComplete="off" />
    </>
  )
}
