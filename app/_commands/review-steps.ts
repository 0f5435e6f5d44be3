import 'server-only'
import { currentViewer, type Viewer } from '@/app/_server/people/session'
import type { CommandFormState, Reviewed } from './form-state'
import { textOf } from './form-text'
import { refused, SIGNED_OUT, troubleOrThrow, type Unreadable, valuesOf } from './submit-command'

type Steps<Field extends string, Review> = {
  /** What is to be reviewed, why there is nothing to review, or null for what is sent at once. */
  review(
    viewer: Viewer,
    values: Record<Field, string>,
  ): Promise<{ readonly review: Review } | Unreadable<Field> | null>
  send(form: FormData): Promise<CommandFormState<Field>>
}

/**
 * The steps of a form: filled in, reviewed, sent. The command id is kept through the review, so that
 * sending twice does it once.
 */
export async function inSteps<Field extends string, Review>(
  form: FormData,
  fields: readonly Field[],
  { review, send }: Steps<Field, Review>,
): Promise<Reviewed<Field, Review>> {
  const sent = async () => ({ ...(await send(form)), review: null })
  const step = textOf(form, 'step')
  if (step === 'send') return sent()
  const filled = { commandId: textOf(form, 'commandId'), values: valuesOf(form, fields) }
  if (step === 'edit') return { ...filled, refusal: null, accepted: null, review: null }
  const stop = (field: Field | null, sentence: string, kind?: string) => ({
    ...refused(filled.commandId, filled.values, field, sentence, kind),
    review: null,
  })
  const viewer = await currentViewer().catch(troubleOrThrow)
  if (!viewer) return stop(null, SIGNED_OUT)
  if ('detail' in viewer) return stop(null, viewer.detail)
  const found = await review(viewer, filled.values).catch(troubleOrThrow)
  if (found === null) return sent()
  if ('detail' in found) return stop(null, found.detail)
  if ('sentence' in found) return stop(found.field, found.sentence, found.kind)
  return { ...filled, refusal: null, accepted: null, review: found.review }
}
