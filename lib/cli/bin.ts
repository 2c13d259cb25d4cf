#!/usr/bin/env node
import { runProcess } from './main';
void runProcess();
