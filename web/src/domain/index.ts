export { Accounts } from './accounts';
export { Music } from './music';
