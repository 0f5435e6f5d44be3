import { defineConfig, devices } from '@playwright/test'
import { findBrowser } from './e2e/browser'

const desktop = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const }

/** `npm run test:e2e` starts a bank of its own; BASE_URL points to one that runs already. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:3000',
    locale: 'en-GB',
    timezoneId: 'Europe/Prague',
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    launchOptions: await findBrowser(),
    // Tracing makes the tests a third slower, and the scrubber's four times; enable it with
    // `--trace on`.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'sign-in', testMatch: 'sign-in.setup.ts', use: desktop },
    { name: 'api', testMatch: 'api/*.spec.ts', dependencies: ['sign-in'] },
    {
      name: 'desktop',
      testIgnore: 'api/*.spec.ts',
      dependencies: ['sign-in'],
      use: desktop,
    },
    {
      // Without tests that need a keyboard, or whose pages behave the same at every width.
      name: 'phone',
      grepInvert: /@desktop/,
      testIgnore: 'api/*.spec.ts',
      dependencies: ['sign-in'],
      use: {
        ...devices['Pixel 7'],
        viewport: { width: 390, height: 844 },
        colorScheme: 'dark',
      },
    },
  ],
})
