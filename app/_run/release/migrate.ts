import { main } from '@/db/migrate'

await main()
