export { LiveFrame as default } from '@/app/_frame/live-frame'
