import { resolve } from 'node:path';
import { unmetNeeds } from '../../../runtime/core/schedule/unmet-needs';
