" Vim syntax of aerepl's scripts.
" Generated from the catalogue of commands; the tests write it with AEREPL_UPDATE_DOCS=1.

if exists("b:current_syntax")
  finish
endif

syn case match
syn keyword aeConditional if else
syn keyword aeRepeat for in while
syn keyword aeException try catch
syn keyword aeOperator and or not
syn keyword aeConstant true false nil inf nan
syn keyword aeStatement let func return break continue
syn keyword aeVariable args status test_x test_y train_x train_y

syn match aeFunction /\<\%(abs\|activation\|all\|allclose\|any\|arange\|argmax\|argmin\|cat\|ceil\|clamp\|decode\|dot\|encode\|env\|evaluate\|exists\|exp\|eye\|flatten\|floor\|fmt\|full\|grad\|int\|isfinite\|isnan\|join\|keys\|len\|linspace\|log\|lower\|matmul\|max\|maximum\|mean\|median\|min\|minimum\|norm\|now\|num\|ones\|param\|permute\|quantile\|rand\|randn\|range\|rank\|reconstruct\|relu\|reshape\|round\|shape\|sigmoid\|size\|sort\|split\|sqrt\|squeeze\|stack\|std\|str\|sum\|tanh\|tensor\|topk\|transpose\|type\|unsqueeze\|upper\|var\|zeros\)\>\ze\s*(/
syn match aeOption /\%(^\|[ \t(,]\)\@1<=\%(activation\|azimuth\|beta1\|beta2\|bias\|bins\|checkpoint\|classes\|colors\|count\|dims\|dir\|display\|download\|elevation\|epochs\|eps\|error\|every\|first\|force\|from\|grid\|height\|image\|key\|label\|labels\|last\|layer\|limit\|log\|lr\|mean\|momentum\|name\|nonfinite\|output\|plot\|prompt\|scale\|seed\|shuffle\|size\|split\|start\|status\|std\|steps\|test\|testlabels\|title\|weight_decay\|width\|xlabel\)\ze=[^=]/
syn match aeNumber /\<\d[0-9_]*\%(\.\d[0-9_]*\)\?\%([eE][-+]\?\d\+\)\?\>/
syn match aeNumber /\%(^\|[^.0-9A-Za-z_]\)\@1<=\.\d[0-9_]*\%([eE][-+]\?\d\+\)\?\>/
syn match aeCommand /\%(\%(^\|[;{}]\|\<\%(time\)\>\)\s*\)\@<=\%(assert\|batch\|checkpoint\|clear\|dataset\|device\|eprint\|error\|eval\|help\|history\|input\|inspect\|load\|loss\|model\|optimizer\|plot\|print\|quit\|read\|reset\|resume\|save\|seed\|set\|source\|step\|summary\|threads\|time\|train\|vars\|version\)\>\ze\s*?\@!/

syn match aeEscape /\\\%([nt"\\]\|u{\x\+}\)/ contained
syn region aeParentheses start=/(/ end=/)/ contained transparent contains=TOP
syn region aeInterpolation matchgroup=aeDelimiter start=/\\(/ end=/)/ contained contains=TOP,aeParentheses
syn region aeString start=/"/ skip=/\\\\\|\\"/ end=/"/ oneline contains=aeEscape,aeInterpolation
syn region aeString start=/"""/ skip=/\\\\\|\\"/ end=/"""/ contains=aeEscape,aeInterpolation
syn region aeString start=/'/ end=/'/ oneline

syn match aeComment /\%(^\|\s\)\@1<=#.*$/ contains=@Spell
syn match aeShell /^\s*\zs!.*$/
syn match aeHelp /^\s*\zs?\s*\w\+/
syn match aeHelp /^\s*\zs\w\+\s*?\ze\s*$/

syn sync minlines=50

hi def link aeConditional Conditional
hi def link aeRepeat Repeat
hi def link aeException Exception
hi def link aeOperator Operator
hi def link aeConstant Constant
hi def link aeStatement Statement
hi def link aeFunction Function
hi def link aeVariable Identifier
hi def link aeOption Type
hi def link aeNumber Number
hi def link aeCommand Statement
hi def link aeEscape SpecialChar
hi def link aeDelimiter Delimiter
hi def link aeString String
hi def link aeComment Comment
hi def link aeShell PreProc
hi def link aeHelp Special

let b:current_syntax = "ae"
