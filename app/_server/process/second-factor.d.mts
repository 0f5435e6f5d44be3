export function readSecondFactor(
  settings: Readonly<Record<string, string | undefined>>,
): 'offered' | 'staff'
