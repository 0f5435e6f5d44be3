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
  const filled = { commandId: textOf(form, 'commandId'), values: valuesOf(form, fields) }
  const sent = async () => {
    const state = await send(form)
    // The proof is asked for in place, on the review.
    const again = state.refusal?.field === 'proof' ? await reviewAgain(filled.values, review) : null
    return { ...state, review: again }
  }
  const step = textOf(form, 'step')
  if (step === 'send') return sent()
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

async function reviewAgain<Field extends string, Review>(
  values: Record<Field, string>,
  review: Steps<Field, Review>['review'],
): Promise<Review | null> {
  const viewer = await currentViewer().catch(troubleOrThrow)
  if (!viewer || 'detail' in viewer) return null
  const found = await review(viewer, values).catch(troubleOrThrow)
  if (found === null || 'detail' in found || 'sentence' in found) return null
  return found.review
}
