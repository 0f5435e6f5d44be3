export { default } from '../accounts/layout'
