// Loaded with --import into a process that must not outlive the one that started it. The channel
// between the two breaks when the starter ends, also by kill -9.
if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => process.exit(1))
}
