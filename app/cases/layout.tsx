export { Frame as default } from '@/app/_frame/frame'
