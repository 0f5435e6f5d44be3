/** What a bank with demo people says on every page. One line at any width; it scrolls away. */
export function DemoNotice() {
  return (
    <section
      data-chrome
      aria-label="Demo bank"
      className="flex h-(--notice) items-center justify-center border-rule border-b bg-sunken px-4 text-12 text-soft"
    >
      Demo bank: its passwords are public.
    </section>
  )
}
