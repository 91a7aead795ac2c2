#pragma once

// The music domain, by which tests arrange.
#include "support/definition.h"
