import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import type { SetUpState } from './states'

type SetUpFormProps = {
  state: Exclude<SetUpState, { step: 'codes' }>
  action: (form: FormData) => void
  pending: boolean
}

/** A step of setting up an authenticator app: the password, or a code that the app shows. */
export function SetUpForm({ state, action, pending }: SetUpFormProps) {
  return (
    <form action={action} className="flex max-w-sm flex-col gap-4">
      {state.step === 'code' ? (
        <>
          <p>Scan this with an authenticator app, then enter the code that it shows.</p>
          {/* A picture that the form itself has: nothing is loaded. */}
          {/* biome-ignore lint/performance/noImgElement: an address with the picture in it */}
          <img src={state.image} alt="QR code for the app" className="size-48 bg-white p-2" />
          <p className="text-12 text-soft">
            If you can’t scan it, type this key:
            <code className="mt-1 block break-all font-mono text-ink">{state.secret}</code>
          </p>
          <TextField
            key="code"
            id="code"
            name="code"
            label="Code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            error={state.sentence}
            className="font-mono"
          />
        </>
      ) : (
        <TextField
          key="password"
          id="set-up-password"
          name="password"
          type="password"
          label="Your password"
          autoComplete="current-password"
          required
          error={state.sentence}
        />
      )}
      <Button type="submit" pending={pending} className="self-start">
        {state.step === 'code' ? 'Turn on' : 'Set up an authenticator app'}
      </Button>
    </form>
  )
}
