// Loaded with --import into a process that must not outlive the one that started it. The channel
// between the two breaks when the starter ends, also by kill -9. What such a process starts itself
// loads this too, and is not on the leash: its channel is its own.
if (process.env.DAYBOOK_LEASH && process.channel) {
  delete process.env.DAYBOOK_LEASH
  process.channel.unref()
  process.once('disconnect', () => process.exit(1))
}
