// Loaded with --import into a process that must not outlive its parent. The channel between the two
// breaks when the parent ends, even by kill -9. The process's own children load this too, but are
// unaffected: their channel is their own.
if (process.env.DAYBOOK_LEASH && process.channel) {
  delete process.env.DAYBOOK_LEASH
  process.channel.unref()
  process.once('disconnect', () => process.exit(1))
}
