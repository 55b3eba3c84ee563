autocmd BufRead,BufNewFile *.ae setfiletype ae
autocmd BufRead * if getline(1) =~# '^#!.*\<aerepl\>' | setfiletype ae | endif
